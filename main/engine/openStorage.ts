/** Opens every file of the data folder, repairing what is broken: monitoring starts whatever it finds. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { Operators } from './access/Operators.ts';
import { Sessions } from './access/Sessions.ts';
import { AuditChain } from './audit/AuditChain.ts';
import { headsPath } from './audit/headsFile.ts';
import { markGap } from './audit/markGap.ts';
import type { Problems } from './health/Problems.ts';
import type { Logger } from './log.ts';
import { DeviceRegistry } from './storage/DeviceRegistry.ts';
import { DeviceStates } from './storage/DeviceStates.ts';
import { lockDataDir } from './storage/lockDataDir.ts';
import { openControlRoom } from './storage/openControlRoom.ts';
import { Quarantine } from './storage/Quarantine.ts';
import { refuseUnfinishedRestore, restoredSince } from './storage/restoreMarks.ts';
import { Settings } from './storage/Settings.ts';
import { StorageError } from './storage/StorageError.ts';
import type { StorageRepair } from './storage/StorageRepair.ts';
import { TelemetryStore } from './storage/TelemetryStore.ts';
import { ThresholdSets } from './storage/ThresholdSets.ts';

export interface Storage {
  readonly controlRoomPath: string;
  readonly controlRoom: Database.Database;
  readonly telemetry: TelemetryStore;
  readonly registry: DeviceRegistry;
  readonly states: DeviceStates;
  readonly quarantine: Quarantine;
  readonly settings: Settings;
  readonly thresholdSets: ThresholdSets;
  readonly operators: Operators;
  readonly sessions: Sessions;
  readonly audit: AuditChain;
  /** Whether entries of the chain were found missing at this start, without a damaged file that would explain it. */
  readonly auditGap: boolean;
  close(): Promise<void>;
}

/** @throws StorageError when another engine holds the folder, it can't be written, or a newer program wrote it. */
export function openStorage(parts: {
  readonly dataDir: string;
  readonly now: () => number;
  readonly log: Logger;
  readonly problems: Problems;
  /** Told of each damaged file that was set aside and saved, at start or later. */
  readonly repaired?: (repair: StorageRepair) => void;
}): Storage {
  const { dataDir, now, log, problems } = parts;
  makeFolder(dataDir);
  const lock = lockDataDir(dataDir);
  try {
    const repaired = (repair: StorageRepair) => {
      log.error({ repair }, 'a damaged file was set aside and what could be read was saved');
      problems.set(repair.kind, repair.detail);
      parts.repaired?.(repair);
    };
    refuseUnfinishedRestore(dataDir);
    const controlRoomPath = path.join(dataDir, 'control-room.db');
    const opened = openControlRoom({ path: controlRoomPath, now, log });
    if (opened.repaired) repaired(opened.repaired);
    const controlRoom = opened.db;
    const audit = new AuditChain({ db: controlRoom, now });
    const gap = markGap({
      db: controlRoom,
      audit,
      headsFile: headsPath(dataDir),
      salvaged: opened.repaired?.detail ?? null,
    });
    enterRestore({ dataDir, controlRoom, audit });
    if (gap) log.error('entries of the audit chain are missing; the chain goes on and says so');
    const telemetry = new TelemetryStore({
      dir: path.join(dataDir, 'telemetry'),
      now,
      log,
      onRepair: repaired,
    });
    return {
      controlRoomPath,
      controlRoom,
      telemetry,
      registry: new DeviceRegistry(controlRoom),
      states: new DeviceStates(controlRoom),
      quarantine: new Quarantine(controlRoom),
      settings: new Settings(controlRoom),
      thresholdSets: new ThresholdSets(controlRoom),
      operators: new Operators({ db: controlRoom, now }),
      sessions: new Sessions({ db: controlRoom, now }),
      audit,
      auditGap: gap && !opened.repaired,
      async close() {
        await telemetry.close();
        controlRoom.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whoever reads the record has to know that it was put back, from where, and of when it is. */
function enterRestore(parts: {
  readonly dataDir: string;
  readonly controlRoom: Database.Database;
  readonly audit: AuditChain;
}): void {
  const restored = restoredSince(parts.dataDir);
  if (!restored) return;
  const { from, point, at } = restored.told;
  const utc = (time: number) => new Date(time).toISOString();
  parts.controlRoom
    .transaction(() =>
      parts.audit.append({
        by: null,
        action: 'archive.restored',
        subject: null,
        detail: { folder: from, stateOf: utc(point), restoredAt: utc(at) },
      }),
    )
    .immediate();
  restored.done();
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      'readOnly',
      `${dataDir}: the data folder can't be made here. Choose another folder, or give this user the right to write. (${reason})`,
      { cause: error },
    );
  }
}
