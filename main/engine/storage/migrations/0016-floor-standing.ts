/** What the hazard floor has been waiting for. Released steps are append only. */
export const floorStanding = `
-- Null: nothing, or the row is of before.
ALTER TABLE device_state ADD COLUMN floors_json TEXT;
`;
