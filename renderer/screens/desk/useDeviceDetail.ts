import { useMemo } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { PredictionTimeline } from '#shared/contract/predictionViews.ts';
import type { AlarmDetail, DeviceDetail, Timeline } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { useDesk, useServices } from '../../app/hooks.ts';
import { type Fetched, usePolled } from '../../state/polled.ts';

const DETAIL_EVERY_MS = 2_000;
const TIMELINE_EVERY_MS = 60_000;
/** An hour is short enough to watch it grow. */
const HOUR_EVERY_MS = 10_000;
/** Two points a pixel of the drawer's width are enough; the engine keeps every minimum and maximum. */
const MAX_POINTS = 1_000;

export function useDeviceDetail(deviceId: string): Fetched<DeviceDetail> {
  const { connection } = useServices();
  return usePolled(
    deviceId,
    () => connection.request((client, options) => client.devices.get({ deviceId }, options)),
    DETAIL_EVERY_MS,
  );
}

/** An alarm with its history, which grows with every change of the record. */
export function useAlarmDetail(alarm: AlarmRecord): Fetched<AlarmDetail> {
  const { connection } = useServices();
  // A step of the escalation changes the history and nothing else.
  const escalated = useDesk((desk) => desk.status?.revisions.escalation ?? 0);
  // A note changes nothing of the record but that it is a new one.
  const version = useMemo(() => ({ alarm, escalated }), [alarm, escalated]);
  return usePolled(
    alarm.id,
    () =>
      connection.request((client, options) => client.alarms.get({ alarmId: alarm.id }, options)),
    TIMELINE_EVERY_MS,
    version,
  );
}

/** The newest `hours` of a device. */
export function useTimeline(deviceId: string, hours: number): Fetched<Timeline> {
  const { connection, clock } = useServices();
  return usePolled(
    `${deviceId} ${hours}`,
    () => {
      const to = clock.now();
      return connection.request((client, options) =>
        client.devices.timeline(
          { deviceId, from: to - hours * 3_600_000, to, maxPoints: MAX_POINTS },
          options,
        ),
      );
    },
    hours === 1 ? HOUR_EVERY_MS : TIMELINE_EVERY_MS,
  );
}

/** What the model said of it over the same hours. */
export function usePredictionTimeline(
  deviceId: string,
  hours: number,
): Fetched<PredictionTimeline> {
  const { connection, clock } = useServices();
  return usePolled(
    `${deviceId} ${hours}`,
    () => {
      const to = clock.now();
      return connection.request((client, options) =>
        client.prediction.timeline(
          { deviceId, from: to - hours * 3_600_000, to, maxPoints: MAX_POINTS },
          options,
        ),
      );
    },
    hours === 1 ? HOUR_EVERY_MS : TIMELINE_EVERY_MS,
  );
}

export function useThresholds(): Thresholds | null {
  const { connection } = useServices();
  return usePolled(
    'thresholds',
    () => connection.request((client, options) => client.system.thresholds(undefined, options)),
    TIMELINE_EVERY_MS,
  ).value;
}
