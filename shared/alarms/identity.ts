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
