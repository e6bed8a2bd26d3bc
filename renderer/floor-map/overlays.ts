/** What the markers can be ringed with beside their level: one measured value, in five steps. Pure. */
import type { DeviceView } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Band, Marker } from './markers.ts';

export const OVERLAYS = ['risk', 'temperature', 'leakage', 'arcs', 'age'] as const;
export type Overlay = (typeof OVERLAYS)[number];
export const BANDS: readonly Band[] = [0, 1, 2, 3, 4];

/**
 * From which value on each step but the first begins: °C and mA as the rules' own limits (shared/scoring/thresholds.ts),
 * arcs of the newest reading, seconds since it was received.
 */
export const STEPS: Readonly<Record<Exclude<Overlay, 'risk'>, readonly number[]>> = {
  temperature: [40, 50, 60, 65],
  leakage: [4, 8, 15, 30],
  arcs: [1, 3, 5, 10],
  age: [15, 30, 60, 300],
};

/** @returns null where the device has no such value */
function measuredBy(
  overlay: Exclude<Overlay, 'risk'>,
  device: DeviceView,
  now: EpochMs,
): number | null {
  const { values, receivedAt } = device;
  if (overlay === 'age') return receivedAt === null ? null : (now - receivedAt) / 1000;
  if (values === null) return null;
  switch (overlay) {
    case 'temperature':
      return greatest(values.pcbTemperature, values.sensorTemperature);
    case 'leakage':
      return greatest(values.leakageCurrent, values.resistiveLeakage);
    case 'arcs':
      return greatest(values.arcCount);
  }
}

/** A device need not have every sensor. */
function greatest(...values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => Number.isFinite(value));
  return known.length === 0 ? null : Math.max(...known);
}

export function bandOf(overlay: Overlay, device: DeviceView, now: EpochMs): Band | null {
  if (overlay === 'risk') return null;
  const value = measuredBy(overlay, device, now);
  if (value === null) return null;
  return STEPS[overlay].filter((from) => value >= from).length as Band;
}

/** The same markers with their rings. */
export function withOverlay(
  markers: readonly Marker[],
  devices: ReadonlyMap<string, DeviceView>,
  overlay: Overlay,
  now: EpochMs,
): readonly Marker[] {
  if (overlay === 'risk') return markers;
  return markers.map((marker) => {
    const device = devices.get(marker.deviceId);
    return { ...marker, band: device === undefined ? null : bandOf(overlay, device, now) };
  });
}
