/**
 * Backup and restore of a month: how long until a new PC has the record (the source document asks for 30 minutes), and
 * how much is lost with the old one (5 minutes).
 */
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { bytesIn } from '#engine/backup/backupFolder.ts';
import { prepareFolder } from '#engine/backup/prepareFolder.ts';
import { restoreBackup } from '#engine/backup/restoreBackup.ts';
import { type BackupRequest, runBackup } from '#engine/backup/runBackup.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { DAY_MS, dayOf } from '#engine/storage/telemetry/days.ts';
import { INCREMENT_MS } from '#shared/archive/backup.ts';
import { defineBench, progress } from '../defineBench.ts';
import { round } from '../measure.ts';
import { fillAlarms } from '../parts/fillAlarms.ts';
import { benchFolder, packedDay } from '../parts/packedDay.ts';

const log = createLog('silent');
const RECOVERY_SECONDS = 1_800;
const ALARMS_A_DAY = 200;

export const bench = defineBench({
  options: {
    devices: { default: 500, what: 'devices' },
    'interval-seconds': { default: 10, what: 'between the readings of a device' },
    days: { default: 30, what: 'days of readings' },
  },
  async run({ devices, 'interval-seconds': interval, days }) {
    const { dir, remove } = benchFolder('restore');
    try {
      const dataDir = path.join(dir, 'data');
      const start = Math.floor(Date.now() / DAY_MS) * DAY_MS - (days + 1) * DAY_MS;
      await aDesk(dataDir);
      await aMonth(dataDir, { devices, interval, days, start });
      fillAlarms(dataDir, ALARMS_A_DAY * days, start);
      const folder = path.join(dir, 'backup');
      prepareFolder({ dataDir, folder });
      progress('backing up');
      const first = await backUp(dataDir, folder, 'night', {});
      const second = await backUp(dataDir, folder, 'night', {});
      const increment = await backUp(dataDir, folder, 'increment', second.copied);
      progress('restoring');
      const begun = performance.now();
      const restored = path.join(dir, 'restored');
      await restoreBackup({ from: folder, dataDir: restored, force: false, now: Date.now() });
      const copied = performance.now();
      // The recovery time ends when somebody watches again.
      const engine = await startEngine({ dataDir: restored, log, modelPath: null });
      const watching = performance.now();
      const found = engine.desk.report().storage.segments.length;
      await engine.close();
      const seconds = (watching - begun) / 1000;
      const figures = {
        days: found,
        dataBytes: bytesIn(dataDir),
        backupBytes: bytesIn(folder),
        backupSeconds: round(first.done.durationMs / 1000, 1),
        nextNightSeconds: round(second.done.durationMs / 1000, 1),
        incrementSeconds: round(increment.done.durationMs / 1000, 2),
        recoveryPointSeconds: round((INCREMENT_MS + increment.done.durationMs) / 1000, 1),
        restoreSeconds: round((copied - begun) / 1000, 1),
        startSeconds: round((watching - copied) / 1000, 1),
        recoverySeconds: round(seconds, 1),
        ofThirtyMinutes: round(seconds / RECOVERY_SECONDS, 4),
      };
      return found < days ? { ...figures, failed: 'days are missing' } : figures;
    } finally {
      remove();
    }
  },
});

/** A data folder as a desk leaves it: control room, keys, record. */
async function aDesk(dataDir: string): Promise<void> {
  const engine = await startEngine({ dataDir, log, modelPath: null });
  await engine.close();
}

async function aMonth(
  dataDir: string,
  of: { devices: number; interval: number; days: number; start: number },
): Promise<void> {
  const { devices, interval, days, start } = of;
  const made = path.join(dataDir, 'made');
  mkdirSync(made);
  progress(`receiving and packing a day of ${devices} devices`);
  const { store } = packedDay(made, devices, interval * 1000, start);
  await store.close();
  const [file] = readdirSync(made).filter((name) => name.endsWith('.db'));
  const telemetry = path.join(dataDir, 'telemetry');
  progress(`a month of it, ${Math.round(statSync(path.join(made, file!)).size / 1e6)} MB a day`);
  for (let day = 0; day < days; day++)
    copyFileSync(path.join(made, file!), path.join(telemetry, `${dayOf(start + day * DAY_MS)}.db`));
}

function backUp(
  dataDir: string,
  folder: string,
  kind: BackupRequest['kind'],
  copied: BackupRequest['copied'],
) {
  return runBackup({
    dataDir,
    folder,
    kind,
    begin: false,
    at: Date.now(),
    keep: { nights: 14, readingsDays: 30, predictionsDays: 7 },
    copied,
  });
}
