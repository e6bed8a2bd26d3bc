/** How long a desk with damaged databases takes until it watches again: the promise is ten seconds. */
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { DAY_MS, dayOf } from '#engine/storage/telemetry/days.ts';
import { overwrite, PAGE } from '../../integration/storage/folder.ts';
import { defineBench, progress } from '../defineBench.ts';
import { round } from '../measure.ts';
import { fillAlarms } from '../parts/fillAlarms.ts';
import { benchFolder, packedDay } from '../parts/packedDay.ts';

const log = createLog('silent');
const PROMISED_SECONDS = 10;

export const bench = defineBench({
  options: {
    devices: { default: 500, what: 'devices' },
    'interval-seconds': { default: 10, what: 'between the readings of a device' },
    alarms: { default: 10_000, what: 'alarms in the record' },
  },
  async run({ devices, 'interval-seconds': interval, alarms }) {
    const { dir, remove } = benchFolder('recover');
    try {
      const good = path.join(dir, 'good');
      const sound = await start(good);
      progress(`receiving and packing a day of ${devices} devices`);
      const made = path.join(dir, 'made');
      mkdirSync(made);
      const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
      const { store } = packedDay(made, devices, interval * 1000, today - DAY_MS);
      await store.close();
      fillAlarms(good, alarms, today - 30 * DAY_MS);
      const yesterday = `${dayOf(today - DAY_MS)}.db`;
      const [file] = readdirSync(made).filter((name) => name.endsWith('.db'));
      copyFileSync(path.join(made, file!), path.join(good, 'telemetry', yesterday));
      const cases = {
        controlRoom: ['control-room.db'],
        segment: [path.join('telemetry', yesterday)],
        both: ['control-room.db', path.join('telemetry', yesterday)],
      };
      const seconds: Record<string, number> = {};
      for (const [name, damaged] of Object.entries(cases)) {
        const folder = path.join(dir, name);
        copyFolder(good, folder);
        for (const one of damaged) damage(path.join(folder, one));
        progress(`starting with a damaged ${name}`);
        seconds[name] = await start(folder);
      }
      const slowest = Math.max(...Object.values(seconds));
      return {
        controlRoomBytes: statSync(path.join(good, 'control-room.db')).size,
        segmentBytes: statSync(path.join(good, 'telemetry', yesterday)).size,
        secondsUntilWatching: { empty: sound, sound: await start(good), ...seconds },
        promisedSeconds: PROMISED_SECONDS,
        kept: slowest <= PROMISED_SECONDS,
      };
    } finally {
      remove();
    }
  },
});

/** @returns seconds until it watches */
async function start(dataDir: string): Promise<number> {
  const begun = performance.now();
  const engine = await startEngine({ dataDir, log, modelPath: null });
  const seconds = (performance.now() - begun) / 1000;
  await engine.close();
  return round(seconds, 2);
}

/** A page in the middle of the file turned into garbage, and its header. */
function damage(file: string): void {
  overwrite(file, Math.floor(statSync(file).size / PAGE / 2) * PAGE, PAGE);
  overwrite(file, 0, 100);
}

function copyFolder(from: string, to: string): void {
  mkdirSync(path.join(to, 'telemetry'), { recursive: true });
  for (const name of readdirSync(from, { withFileTypes: true }))
    if (name.isFile()) copyFileSync(path.join(from, name.name), path.join(to, name.name));
  for (const name of readdirSync(path.join(from, 'telemetry'), { withFileTypes: true }))
    if (name.isFile())
      copyFileSync(path.join(from, 'telemetry', name.name), path.join(to, 'telemetry', name.name));
}
