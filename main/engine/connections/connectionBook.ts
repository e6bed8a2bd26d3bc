/** The stored connections of a data folder without an engine: for the command line. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Problems } from '../health/Problems.ts';
import type { Logger } from '../log.ts';
import { openStorage } from '../openStorage.ts';
import { openSecrets } from '../secrets/openSecrets.ts';
import { LanCredentials } from '../sources/lan/LanCredentials.ts';
import { SourceRack } from '../sources/SourceRack.ts';
import { UnusableSource } from '../sources/UnusableSource.ts';
import { ConnectionDesk } from './ConnectionDesk.ts';
import { ConnectionSecrets } from './ConnectionSecrets.ts';
import { ConnectionStore, type StoredConnection } from './ConnectionStore.ts';
import type { OpenedSecrets } from './openConnection.ts';

const fileOf = (dataDir: string): string => path.join(dataDir, 'control-room.db');

export const hasDesk = (dataDir: string): boolean => existsSync(fileOf(dataDir));

/** Also while a desk runs on the folder: nothing is written. */
export function readConnections(dataDir: string, log: Logger): readonly StoredConnection[] {
  return readTable(dataDir, 'connection', (db) => new ConnectionStore({ db, log }).all()) ?? [];
}

/** How many devices and gateways may sign in at the broker inside the desk. Also while a desk runs on the folder. */
export function countLanCredentials(dataDir: string): number {
  return readTable(dataDir, 'lan_credential', (db) => new LanCredentials(db).size) ?? 0;
}

/** @returns undefined of a folder that no desk of this version has opened yet */
function readTable<T>(
  dataDir: string,
  table: string,
  read: (db: Database.Database) => T,
): T | undefined {
  const db = new Database(fileOf(dataDir), { readonly: true, fileMustExist: true });
  try {
    const known = db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table);
    return known ? read(db) : undefined;
  } finally {
    db.close();
  }
}

/** @returns null when one of them can't be opened on this machine, by this user; the log says why */
export async function readSecrets(
  dataDir: string,
  { secrets: names }: StoredConnection,
  log: Logger,
): Promise<OpenedSecrets | null> {
  const store = new ConnectionSecrets(openSecrets(dataDir, undefined), log);
  const { secrets, failed } = await store.open(names);
  return failed.length === 0 ? secrets : null;
}

/**
 * Changes the connections of a desk that isn't running; it opens them at its next start.
 * @throws StorageError when a desk runs on the folder
 */
export async function changeConnections<T>(
  dataDir: string,
  log: Logger,
  change: (desk: ConnectionDesk) => Promise<T>,
): Promise<T> {
  const now = Date.now;
  const nothing = () => undefined;
  const storage = openStorage({ dataDir, now, log, problems: new Problems(now, nothing) });
  try {
    const { controlRoom: db, audit } = storage;
    const desk = new ConnectionDesk({
      db,
      store: new ConnectionStore({ db, log }),
      secrets: new ConnectionSecrets(openSecrets(dataDir, undefined), log),
      sealedBy: async () => 'keyFile',
      audit,
      rack: new SourceRack(),
      // Nothing is connected here: the desk does that.
      openSource: (_settings, { id }) =>
        new UnusableSource({
          id,
          address: '',
          problem: { code: 'configuration', text: 'not opened by the command line' },
          now,
        }),
      lanDevices: () => 0,
      fixed: [],
      clientId: () => '',
      decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
      now,
      monotonicNow: () => performance.now(),
      log,
      changed: nothing,
    });
    return await change(desk);
  } finally {
    await storage.close();
  }
}
