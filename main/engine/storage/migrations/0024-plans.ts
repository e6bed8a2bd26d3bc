/** The building's own plans: drawings from files, and every version that was published. Released steps are append only. */
export const plans = `
-- What FloorDrawing of shared/plans/drawing.ts says; null for a floor that shows its own plan_svg.
ALTER TABLE floor ADD COLUMN drawing_json TEXT;
-- The circuit of the upstream panel.
ALTER TABLE device ADD COLUMN branch TEXT;

-- Files of <data>/plans, by the SHA-256 of their bytes.
CREATE TABLE plan_drawing (
  sha256       TEXT PRIMARY KEY,
  media_type   TEXT NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/svg+xml')),
  width        REAL NOT NULL,
  height       REAL NOT NULL,
  byte_length  INTEGER NOT NULL,
  removed_json TEXT NOT NULL,
  at_ms        INTEGER NOT NULL,
  operator     TEXT NOT NULL
) STRICT;

-- Insert only. Of the building as a whole, so that a device that was moved to another floor is on one of them.
CREATE TABLE plan_version (
  id         INTEGER PRIMARY KEY,
  at_ms      INTEGER NOT NULL,
  operator   TEXT,
  desk       TEXT,
  reason     TEXT,
  restores   INTEGER REFERENCES plan_version(id),
  view_json  TEXT NOT NULL,
  plan_json  TEXT NOT NULL
) STRICT;

-- Drawings of floors that came without a file, once each: versions name them by the SHA-256 of their text.
CREATE TABLE plan_text (
  sha256 TEXT PRIMARY KEY,
  svg    TEXT NOT NULL
) STRICT;
`;
