/** The outbox and its channels. Released steps are append only. */
export const notifications = `
-- Nothing yet.
`;
