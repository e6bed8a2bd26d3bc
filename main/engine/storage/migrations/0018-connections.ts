/** The ways into the desk that an administrator set up. Their secrets are sealed elsewhere, under the names given here. */
export const connections = `
CREATE TABLE connection (
  id           TEXT PRIMARY KEY,
  config_json  TEXT NOT NULL,
  secrets_json TEXT NOT NULL,
  created_ms   INTEGER NOT NULL,
  changed_ms   INTEGER NOT NULL,
  changed_by   TEXT NOT NULL
) STRICT;
`;
