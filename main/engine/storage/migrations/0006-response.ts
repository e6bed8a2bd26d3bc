/** Procedures, incidents, their notes and attachments. Released steps are append only. */
export const response = `
-- Nothing yet.
`;
