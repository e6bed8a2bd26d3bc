/** What to do now about a device, as one list: first what the present reading asks for, then what its record does. */

import type { DeviceView } from '#shared/contract/views.ts';
import { alertOf } from '#shared/scoring/alert.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';

/** The same errand in other words: whoever goes for the first has done the second. */
const COVERED_BY: Readonly<Record<string, string>> = {
  IMMEDIATE_INSPECTION: 'INSPECT_SITE_NOW',
  COOLING_CHECK: 'COOL_AND_VENTILATE',
  ELECTRICAL_CHECK: 'INSPECT_WIRING',
  POWER_OFF_IF_NEEDED: 'CONSIDER_POWER_OFF',
};

/** Sending somebody comes first: nothing else on the list can be done from the desk. */
const FIRST: ReadonlySet<string> = new Set(['INSPECT_SITE_NOW', 'IMMEDIATE_INSPECTION']);

/**
 * @param recorded the engine's recommendations from the device's record
 * @returns recommendation codes without repetition; empty for a device that needs nothing
 */
export function stepsFor(
  device: Pick<DeviceView, 'level' | 'values' | 'status'>,
  recorded: readonly string[],
  thresholds: Thresholds | null,
): readonly string[] {
  const { level, values, status } = device;
  const alert =
    (level === 'HIGH' || level === 'CRITICAL') && values !== null && thresholds !== null
      ? alertOf({ ...values, status: status ?? 0 }, level, thresholds).recommendations
      : [];
  const all = new Set<string>([...alert, ...recorded]);
  const needed = [...all].filter((code) => {
    const covering = COVERED_BY[code];
    return covering === undefined || !all.has(covering);
  });
  return [
    ...needed.filter((code) => FIRST.has(code)),
    ...needed.filter((code) => !FIRST.has(code)),
  ];
}
