/** Puts together what goes on once a second: who has gone quiet, what the desk sees of itself, and the housekeeping. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { Storage } from '../openStorage.ts';
import { type HealthParts, HealthWatch } from './HealthWatch.ts';
import { openWatches } from './openWatches.ts';
import { Retention, type RetentionParts } from './Retention.ts';

type Given = Omit<HealthParts, 'telemetry' | 'silenceChanged' | 'retain'> &
  Parameters<typeof openWatches>[0] &
  Pick<RetentionParts, 'predictions' | 'retainAlarms' | 'now'> & {
    readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'telemetry'>;
    readonly alarms: Pick<AlarmDesk, 'planSilence' | 'persist' | 'apply'>;
    readonly trackers: DeviceTrackers;
    /** Called after what is too old was deleted; `always` also when that failed. */
    readonly daily: { readonly retained: () => void; readonly always: () => void };
    /** Told what every open desk is to show anew. */
    readonly show: (alarms: readonly AlarmRecord[], devices: readonly string[]) => void;
  };

export function openHealth(parts: Given): HealthWatch {
  const { storage, alarms, daily, show, now } = parts;
  const retention = new Retention({ ...parts, ...storage });
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
        retention.run();
        daily.retained();
      } finally {
        daily.always();
      }
    },
  });
}
