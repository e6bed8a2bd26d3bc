/**
 * A power cut, modelled on a database's files. What SQLite had synced is there; of what it wrote since, each 512-byte
 * sector may have reached the disk or not, in any order, and a file that grew may end in zeros.
 *
 * Kept: that SQLite syncs the database before it begins its log anew. Not modelled: a disk that lies about syncing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SECTOR = 512;
/** What tells one log from the next: its header with the salts. */
const WAL_HEADER = 32;

export interface Snapshot {
  readonly db: Buffer;
  readonly wal: Buffer;
}

export function snapshotOf(file: string): Snapshot {
  const read = (name: string) => (existsSync(name) ? readFileSync(name) : Buffer.alloc(0));
  return { db: read(file), wal: read(`${file}-wal`) };
}

/** @param synced the files as they surely are on the disk. @param cached as the program saw them last */
export function cutPower(
  synced: Snapshot,
  cached: Snapshot,
  random: () => number,
  to: string,
): void {
  // Often the disk has nearly taken everything; a commit lies on many sectors, and one that is missing is enough.
  const share = random() < 0.4 ? 1 : random();
  const begunAnew = !synced.wal.subarray(0, WAL_HEADER).equals(cached.wal.subarray(0, WAL_HEADER));
  const whole = begunAnew && synced.wal.length > 0;
  writeFileSync(to, whole ? cached.db : mixed(synced.db, cached.db, share, random));
  writeFileSync(`${to}-wal`, mixed(synced.wal, cached.wal, share, random));
}

function mixed(before: Buffer, after: Buffer, share: number, random: () => number): Buffer {
  const grown = Math.max(0, after.length - before.length);
  const out = Buffer.alloc(before.length + Math.floor((share < 1 ? random() : 1) * grown));
  before.copy(out);
  for (let at = 0; at < Math.min(out.length, after.length); at += SECTOR)
    if (random() < share) after.copy(out, at, at, Math.min(at + SECTOR, out.length));
  return out;
}
