/** Puts together what goes on once a second: who has gone quiet, what the desk sees of itself, and the housekeeping. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { Storage } from '../openStorage.ts';
import { type HealthParts, HealthWatch } from './HealthWatch.ts';
import { openWatches } from './openWatches.ts';

type Given = Omit<HealthParts, 'telemetry' | 'silenceChanged'> &
  Parameters<typeof openWatches>[0] & {
    readonly storage: Pick<Storage, 'controlRoom' | 'telemetry'>;
    readonly alarms: Pick<AlarmDesk, 'planSilence' | 'persist' | 'apply'>;
    readonly trackers: DeviceTrackers;
    readonly now: () => EpochMs;
    /** Called after what is too old was deleted; `always` also when that failed. */
    readonly daily: { readonly retained: () => void; readonly always: () => void };
    /** Told what every open desk is to show anew. */
    readonly show: (alarms: readonly AlarmRecord[], devices: readonly string[]) => void;
  };

export function openHealth(parts: Given): HealthWatch {
  const { storage, alarms, daily, show, now } = parts;
  return new HealthWatch({
    ...parts,
    telemetry: storage.telemetry,
    silenceChanged: (silent, heardAgain) => {
      const plan = alarms.planSilence({ silent, heardAgain }, now());
      storage.controlRoom.transaction(() => alarms.persist(plan))();
      show(alarms.apply(plan), [...silent, ...heardAgain]);
    },
    ticking: [...openWatches(parts), ...parts.ticking],
    retain: () => {
      try {
        parts.retain();
        daily.retained();
      } finally {
        daily.always();
      }
    },
  });
}
