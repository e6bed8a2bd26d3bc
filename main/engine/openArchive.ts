/** Puts together what is kept, how long, and where else: retention, room on the disk, backups. */
import { statfs } from 'node:fs/promises';
import type { RetentionPeriods } from '#shared/archive/periods.ts';
import type { ArchiveView } from '#shared/contract/archiveViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from './access/Caller.ts';
import type { TroubleReporter } from './alarms/DeskTroubles.ts';
import { BackupDesk } from './backup/BackupDesk.ts';
import { daysInUse } from './health/daysInUse.ts';
import type { Ticking } from './health/HealthWatch.ts';
import { Retention, type RetentionParts } from './health/Retention.ts';
import { RetentionSettings } from './health/RetentionSettings.ts';
import { SpaceKeeper } from './health/SpaceKeeper.ts';
import { Upkeep } from './health/Upkeep.ts';
import type { Logger } from './log.ts';
import type { Storage } from './openStorage.ts';

export interface Archive {
  readonly backup: BackupDesk;
  readonly ticking: readonly Ticking[];
  overview(): Promise<ArchiveView>;
  saveRetention(periods: RetentionPeriods, by: Caller): void;
  /** Deletes what is older than it is to be kept; call about once an hour. @throws what the disk says */
  retain(): void;
  close(): Promise<void>;
}

export function openArchive(
  parts: Pick<RetentionParts, 'predictions' | 'retainAlarms' | 'retainModelMetrics'> & {
    readonly storage: Storage;
    readonly dataDir: string;
    readonly timeZone: () => string;
    /** Whether commits fail now. */
    readonly failing: () => boolean;
    readonly troubles: TroubleReporter;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    readonly changed: () => void;
  },
): Archive {
  const { storage, dataDir, troubles, now, monotonicNow, log, changed } = parts;
  const { controlRoom: db, settings, audit, telemetry } = storage;
  const periods = new RetentionSettings({ db, settings, audit, now });
  const inUse = () => daysInUse(db);
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize;
  };
  const retention = new Retention({
    ...parts,
    settings,
    telemetry,
    periods: () => periods.get(),
    daysInUse: inUse,
  });
  const backup = new BackupDesk({ ...parts, db, settings, audit, periods: () => periods.get() });
  const space = new SpaceKeeper({
    freeBytes,
    keepFreeMb: () => periods.get().keepFreeMb,
    failing: parts.failing,
    giveWay: () => {
      const kept = inUse();
      const day = telemetry.giveWay((one) => kept.has(one));
      if (day !== null) changed();
      return day;
    },
    troubles,
    monotonicNow,
    log,
  });
  const upkeep = new Upkeep({ telemetry, troubles, monotonicNow, log });
  return {
    backup,
    ticking: [space, upkeep, backup],
    async overview() {
      const segments = telemetry.segments();
      const used = inUse();
      const summaries = telemetry.summaries();
      return {
        periods: periods.get(),
        kept: {
          readingsFrom: segments[0]?.day ?? null,
          readingsBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
          summariesFrom: summaries.from,
          summariesBytes: summaries.bytes,
          daysInUse: segments.filter(({ day }) => used.has(day)).length,
          freeBytes: await freeBytes().catch(() => null),
        },
        backup: backup.view(),
      };
    },
    saveRetention(wanted, by) {
      periods.save(wanted, by);
      changed();
    },
    retain: () => retention.run(),
    async close() {
      await Promise.all([backup.close(), upkeep.idle()]);
    },
  };
}
