/** The shift log, check lists and hand-overs. Released steps are append only. */
export const shift = `
-- Nothing yet.
`;
