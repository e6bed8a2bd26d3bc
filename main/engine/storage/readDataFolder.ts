import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { DeviceRegistry, type RegisteredDevice, type Site } from './DeviceRegistry.ts';

export interface DataFolder {
  readonly site: Site | null;
  readonly devices: readonly RegisteredDevice[];
  /** Where its days are. */
  readonly telemetryDir: string;
}

/**
 * What a data folder says of its site, read while an engine may be running on it.
 *
 * @returns null for a folder that isn't a data folder
 * @throws SQLite's own errors for one that can't be read
 */
export function readDataFolder(dir: string): DataFolder | null {
  const file = path.join(dir, 'control-room.db');
  if (!existsSync(file)) return null;
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    const registry = new DeviceRegistry(db);
    const [site, devices] = [registry.site(), registry.devices()];
    return { site, devices, telemetryDir: path.join(dir, 'telemetry') };
  } finally {
    db.close();
  }
}
