/** Walk tests and what they covered. Released steps are append only. */
export const walkTest = `
-- Nothing yet.
`;
