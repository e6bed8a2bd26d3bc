/** One device: now, over time, and its place on the plan. */
import type { DeviceView } from '#shared/contract/views.ts';
import { os, type RouterParts } from './parts.ts';

/** A gap is drawn when a device missed this many of its intervals. */
const GAP_INTERVALS = 3;
const DEFAULT_INTERVAL_MS = 10_000;
/** More than can be told apart on a chart. */
const MAX_GAPS = 200;

export function deviceHandlers({ desk, alarms, telemetry, gaps, gate, place }: RouterParts) {
  return {
    get: os.devices.get.handler(({ input, errors }) => {
      const detail = desk.device(input.deviceId);
      if (!detail) throw errors.NOT_FOUND({ message: `no device ${input.deviceId}` });
      return detail;
    }),
    timeline: os.devices.timeline.handler(async ({ input, errors }) => {
      const detail = desk.device(input.deviceId);
      if (!detail) throw errors.NOT_FOUND({ message: `no device ${input.deviceId}` });
      const { deviceId, from, to } = input;
      const timeline = await telemetry.timeline({ ...input, gapMs: gapOf(detail.device) });
      return {
        ...timeline,
        alarms: alarms.history({ deviceId, from, to, limit: 500 }),
        gaps: gaps.between(from, to, MAX_GAPS),
      };
    }),
    place: os.devices.place.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'administrator');
      const { session: _session, deviceId, ...placement } = input;
      const placed = place(deviceId, placement, who);
      if (placed === 'noSuchDevice')
        throw errors.NOT_FOUND({ message: `no device ${deviceId} was heard yet` });
      if (placed === 'noSuchFloor')
        throw errors.CONFLICT({ message: `no floor ${placement.floorId}` });
      if (placed === 'outsideFloor')
        throw errors.CONFLICT({ message: 'the place is outside the floor plan' });
      return placed;
    }),
  };
}

function gapOf(device: DeviceView): number {
  return GAP_INTERVALS * (device.placement?.expectedIntervalMs ?? DEFAULT_INTERVAL_MS);
}
