/** What the data folder of a desk takes on disk, seen from outside. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

export interface FolderFigures {
  /** The write-ahead logs of all databases. */
  readonly walBytes: number;
  readonly controlRoomBytes: number;
  readonly telemetryBytes: number;
  readonly summaryBytes: number;
  readonly predictionBytes: number;
  readonly files: number;
  readonly tables: Readonly<Record<string, TableFigures>>;
}

export interface TableFigures {
  readonly rows: number;
  /** With its indexes. */
  readonly bytes: number;
}

export function folderFigures(dataDir: string): FolderFigures {
  const files = filesIn(dataDir);
  const bytesOf = (wanted: (name: string) => boolean) =>
    files.reduce((sum, { name, bytes }) => (wanted(name) ? sum + bytes : sum), 0);
  const summaries = path.join('telemetry', 'summaries');
  return {
    walBytes: bytesOf((name) => name.endsWith('-wal')),
    controlRoomBytes: bytesOf((name) => name === 'control-room.db'),
    telemetryBytes: bytesOf(
      (name) => name.startsWith('telemetry') && !name.startsWith(summaries) && name.endsWith('.db'),
    ),
    summaryBytes: bytesOf((name) => name.startsWith(summaries) && name.endsWith('.db')),
    predictionBytes: bytesOf((name) => name.startsWith('predictions') && name.endsWith('.db')),
    files: files.length,
    tables: tablesOf(path.join(dataDir, 'control-room.db')),
  };
}

export interface AlarmFigures {
  readonly kind: string;
  readonly raised: number;
  readonly standing: number;
}

/** The alarms of the whole record, by kind. */
export function alarmFigures(dataDir: string): readonly AlarmFigures[] {
  const db = new Database(path.join(dataDir, 'control-room.db'), { readonly: true });
  try {
    return db
      .prepare<[], AlarmFigures>(
        `SELECT kind, count(*) AS raised, sum(ended_ms IS NULL) AS standing
         FROM alarm GROUP BY kind ORDER BY kind`,
      )
      .all();
  } finally {
    db.close();
  }
}

function tablesOf(file: string): Record<string, TableFigures> {
  const db = new Database(file, { readonly: true });
  try {
    const sizes = db
      .prepare<[], { readonly name: string; readonly bytes: number }>(
        `SELECT tbl_name AS name, sum(pgsize) AS bytes FROM dbstat
         JOIN sqlite_schema ON sqlite_schema.name = dbstat.name
         WHERE aggregate = TRUE GROUP BY tbl_name`,
      )
      .all();
    return Object.fromEntries(
      sizes.map(({ name, bytes }) => {
        const rows = db.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get()!;
        return [name, { rows, bytes }];
      }),
    );
  } finally {
    db.close();
  }
}

/** A file that goes while it is looked at is not there. */
function filesIn(dir: string): { readonly name: string; readonly bytes: number }[] {
  const found: { name: string; bytes: number }[] = [];
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const stat = statSync(path.join(dir, name), { throwIfNoEntry: false });
    if (stat?.isFile()) found.push({ name, bytes: stat.size });
  }
  return found;
}
