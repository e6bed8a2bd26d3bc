/** Passwords, lock-out and sessions of operators. Released steps are append only. */
export const access = `
-- Nothing yet.
`;
