/** Who may publish to the broker inside the desk. Released steps are append only. */
export const lanCredentials = `
CREATE TABLE lan_credential (
  id          TEXT PRIMARY KEY,
  -- What it signs in with: a device's id, or what a gateway is called.
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('password', 'certificate')),
  -- scrypt, of a password; the certificate's SHA-256, of a certificate. Neither lets anybody in who reads it.
  proof       TEXT NOT NULL,
  -- When the certificate ends; null for a password.
  expires_ms  INTEGER,
  devices_json TEXT NOT NULL,
  created_ms  INTEGER NOT NULL,
  created_by  TEXT NOT NULL,
  revoked_ms  INTEGER,
  revoked_by  TEXT
) STRICT;
-- One that counts for each name, and one name for each certificate.
CREATE UNIQUE INDEX lan_credential_by_name ON lan_credential(name) WHERE revoked_ms IS NULL;
CREATE UNIQUE INDEX lan_credential_by_certificate ON lan_credential(proof)
  WHERE revoked_ms IS NULL AND kind = 'certificate';
`;
