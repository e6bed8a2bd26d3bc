import { useEffect, useMemo, useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmDetail, DeviceDetail, Timeline } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { useDesk, useServices } from '../../app/hooks.ts';

const DETAIL_EVERY_MS = 2_000;
const TIMELINE_EVERY_MS = 60_000;
/** An hour is short enough to watch it grow. */
const HOUR_EVERY_MS = 10_000;
/** Two points a pixel of the drawer's width are enough; the engine keeps every minimum and maximum. */
const MAX_POINTS = 1_000;

/** `failed` keeps the last value: an old answer with its age is better than none. */
export interface Fetched<T> {
  readonly value: T | null;
  readonly failed: boolean;
}

const NOTHING = { value: null, failed: false };

/**
 * Asks now and then again, one question at a time, and forgets the answers to questions about something else.
 * @param key what is asked about; a change starts afresh
 * @param version changes when the answer must have changed: asked again at once, with the old answer still shown
 */
function usePolled<T>(
  key: string,
  ask: () => Promise<T>,
  everyMs: number,
  version: unknown = null,
): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T> & { key: string }>({ key, ...NOTHING });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is new at every draw and asks about `key`.
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = async () => {
      try {
        const value = await ask();
        if (!over) setFetched({ key, value, failed: false });
      } catch {
        if (!over) {
          setFetched((before) => ({
            key,
            value: before.key === key ? before.value : null,
            failed: true,
          }));
        }
      }
      if (!over) timer = setTimeout(round, everyMs);
    };
    round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, everyMs, version]);
  return fetched.key === key ? fetched : NOTHING;
}

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

export function useThresholds(): Thresholds | null {
  const { connection } = useServices();
  return usePolled(
    'thresholds',
    () => connection.request((client, options) => client.system.thresholds(undefined, options)),
    TIMELINE_EVERY_MS,
  ).value;
}
