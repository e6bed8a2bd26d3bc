import { statfs } from 'node:fs/promises';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { Logger } from '../log.ts';
import type { FeedNames } from '../sources/feedNames.ts';
import type { Lan } from '../sources/lan/openLan.ts';
import type { Source } from '../sources/source.ts';
import { CertificateWatch } from './CertificateWatch.ts';
import { ClockWatch } from './ClockWatch.ts';
import { DiskWatch } from './DiskWatch.ts';
import { FeedWatch } from './FeedWatch.ts';
import { FloodWatch } from './FloodWatch.ts';
import type { Ticking } from './HealthWatch.ts';

/** What the desk looks at of itself once a second: its clock, its ways in, devices that send too much, its disk. */
export function openWatches(parts: {
  readonly sources: readonly Source[];
  readonly feedNames: FeedNames;
  readonly lan: Pick<Lan, 'certificates'>;
  readonly trackers: DeviceTrackers;
  readonly troubles: TroubleReporter;
  readonly dataDir: string;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}): readonly Ticking[] {
  const { sources, feedNames, lan, trackers, troubles, dataDir, now, monotonicNow, log } = parts;
  return [
    new ClockWatch({ troubles, now, monotonicNow, log }),
    new FeedWatch({ sources, troubles, monotonicNow }),
    new CertificateWatch({
      sources: () => sources,
      feedNames,
      lanDevices: lan.certificates,
      troubles,
      now,
      monotonicNow,
    }),
    new FloodWatch({ heard: () => trackers.takeMessageCounts(), troubles, monotonicNow }),
    new DiskWatch({
      freeBytes: async () => {
        const { bavail, bsize } = await statfs(dataDir);
        return bavail * bsize;
      },
      folder: dataDir,
      troubles,
      monotonicNow,
      log,
    }),
  ];
}
