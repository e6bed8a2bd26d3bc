/** The contract, answered. Every act is checked here, so no transport can go around it. */
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { ActResult, DeviceView, FloorView } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { AccessError, type Operators } from './access/Operators.ts';
import type { AlarmDesk } from './alarms/AlarmDesk.ts';
import { ActInterrupted } from './alarms/acts.ts';
import type { DeskReads, Engine } from './Engine.ts';
import type { LiveFeed } from './live/LiveFeed.ts';
import type { PlaceDevice } from './placeDevice.ts';
import type { Quarantine } from './storage/Quarantine.ts';
import type { TelemetryStore } from './storage/TelemetryStore.ts';

/** A gap is drawn when a device missed this many of its intervals. */
const GAP_INTERVALS = 3;
const DEFAULT_INTERVAL_MS = 10_000;

export interface RouterParts {
  readonly desk: DeskReads;
  readonly live: LiveFeed;
  readonly floors: () => readonly FloorView[];
  readonly alarms: AlarmDesk;
  readonly operators: Operators;
  readonly telemetry: TelemetryStore;
  readonly quarantine: Quarantine;
  readonly thresholds: Thresholds;
  readonly place: PlaceDevice;
}

export function createRouter(parts: RouterParts): Engine['router'] {
  const { desk, live, alarms, operators } = parts;
  const os = implement(contract);

  const publish = (results: readonly ActResult[]): void =>
    live.alarmsChanged(results.flatMap((result) => (result.done ? [result.alarm] : [])));

  /** Tells every desk what the act changed, even when the disk refused in the middle of several. */
  const published = (act: () => readonly ActResult[]): readonly ActResult[] => {
    try {
      const results = act();
      publish(results);
      return results;
    } catch (error) {
      if (error instanceof ActInterrupted) publish(error.results);
      throw error;
    }
  };

  return os.router({
    desk: {
      live: os.desk.live.handler(({ signal }) => live.subscribe(signal)),
      floors: os.desk.floors.handler(() => parts.floors()),
    },
    alarms: {
      get: os.alarms.get.handler(({ input, errors }) => {
        const detail = alarms.get(input.alarmId);
        if (!detail) throw errors.NOT_FOUND({ message: `no alarm ${input.alarmId}` });
        return detail;
      }),
      history: os.alarms.history.handler(({ input }) => alarms.history(input)),
      acknowledge: os.alarms.acknowledge.handler(({ input, errors }) => {
        const who = operators.resolve(input.session);
        if (!who) throw errors.UNAUTHORIZED();
        return published(() => alarms.acknowledge({ ...who, ...actOf(input) }));
      }),
      silence: os.alarms.silence.handler(({ input, errors }) => {
        const who = operators.resolve(input.session);
        if (!who) throw errors.UNAUTHORIZED();
        return published(() => alarms.silence({ ...who, ...actOf(input) }));
      }),
      reset: os.alarms.reset.handler(({ input, errors }) => {
        const who = operators.resolve(input.session);
        if (!who) throw errors.UNAUTHORIZED();
        return published(() => alarms.reset({ ...who, ...actOf(input) }));
      }),
    },
    devices: {
      get: os.devices.get.handler(({ input, errors }) => {
        const detail = desk.device(input.deviceId);
        if (!detail) throw errors.NOT_FOUND({ message: `no device ${input.deviceId}` });
        return detail;
      }),
      timeline: os.devices.timeline.handler(async ({ input, errors }) => {
        const detail = desk.device(input.deviceId);
        if (!detail) throw errors.NOT_FOUND({ message: `no device ${input.deviceId}` });
        const { deviceId, from, to } = input;
        const timeline = await parts.telemetry.timeline({ ...input, gapMs: gapOf(detail.device) });
        return { ...timeline, alarms: alarms.history({ deviceId, from, to, limit: 500 }) };
      }),
      place: os.devices.place.handler(({ input, errors }) => {
        const who = operators.resolve(input.session);
        if (!who) throw errors.UNAUTHORIZED();
        const { session: _session, deviceId, ...placement } = input;
        const placed = parts.place(deviceId, placement, who.operator);
        if (placed === 'noSuchDevice')
          throw errors.NOT_FOUND({ message: `no device ${deviceId} was heard yet` });
        if (placed === 'noSuchFloor')
          throw errors.CONFLICT({ message: `no floor ${placement.floorId}` });
        if (placed === 'outsideFloor')
          throw errors.CONFLICT({ message: 'the place is outside the floor plan' });
        return placed;
      }),
    },
    operators: {
      list: os.operators.list.handler(() => operators.list()),
      signOn: os.operators.signOn.handler(({ input, errors }) => {
        try {
          return operators.signOn(input);
        } catch (error) {
          if (error instanceof AccessError) throw errors.NOT_FOUND({ message: error.message });
          throw error;
        }
      }),
      signOff: os.operators.signOff.handler(({ input }) => {
        operators.signOff(input.session);
        return null;
      }),
      whoAmI: os.operators.whoAmI.handler(({ input, errors }) => {
        const operator = operators.whoAmI(input.session);
        if (!operator) throw errors.UNAUTHORIZED();
        return operator;
      }),
      add: os.operators.add.handler(({ input, errors }) => {
        try {
          return operators.add(input);
        } catch (error) {
          if (error instanceof AccessError) throw errors.CONFLICT({ message: error.message });
          throw error;
        }
      }),
    },
    system: {
      report: os.system.report.handler(() => desk.report()),
      quarantine: os.system.quarantine.handler(({ input }) => parts.quarantine.list(input.limit)),
      thresholds: os.system.thresholds.handler(() => parts.thresholds),
    },
  });
}

function actOf(input: { alarmIds: readonly string[]; note?: string | undefined }): {
  alarmIds: readonly string[];
  note: string | null;
} {
  return { alarmIds: input.alarmIds, note: input.note || null };
}

function gapOf(device: DeviceView): number {
  return GAP_INTERVALS * (device.placement?.expectedIntervalMs ?? DEFAULT_INTERVAL_MS);
}
