import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmKind } from './alarm.ts';

/** The escapes of RFC 6901, so that no device name can imitate the separator. */
const part = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Identity of one occurrence: site, device, kind and onset. Two desks that saw the same thing, or one desk that was
 * sent it twice, arrive at the same id.
 */
export function alarmId(
  siteId: string,
  deviceId: string,
  kind: AlarmKind,
  onsetAt: EpochMs,
): string {
  return `${part(siteId)}/${part(deviceId)}/${kind}/${onsetAt}`;
}

/** What an id says of its alarm, also after the alarm is over; null for what is no such id. */
export function readAlarmId(
  id: string,
): { readonly deviceId: string; readonly kind: string; readonly onsetAt: EpochMs } | null {
  const [, device, kind, onset, ...more] = id.split('/');
  if (device === undefined || kind === undefined || more.length > 0) return null;
  const onsetAt = Number(onset);
  if (!Number.isSafeInteger(onsetAt)) return null;
  return { deviceId: device.replaceAll('~1', '/').replaceAll('~0', '~'), kind, onsetAt };
}
