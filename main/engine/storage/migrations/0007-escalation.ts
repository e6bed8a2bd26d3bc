/** Escalation steps and investigation timers. Released steps are append only. */
export const escalation = `
-- Nothing yet.
`;
