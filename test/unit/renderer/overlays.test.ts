import { expect, test } from 'vitest';
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { markersOf } from '../../../renderer/floor-map/markers.ts';
import { bandOf, withOverlay } from '../../../renderer/floor-map/overlays.ts';
import { byId, device, feed, NOW } from './made.ts';

const VALUES: SensorValues = {
  voltage: 220,
  voltageLow: 219,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1,
  pcbTemperature: 35,
  sensorTemperature: 37,
  coGas: 0,
  voc: 0,
  powerFactor: 1,
  arcCount: 0,
};
const hot = (change: Partial<SensorValues>) => device('d', { values: { ...VALUES, ...change } });

test.each([
  [39.9, 0],
  [40, 1],
  [50, 2],
  [64.9, 3],
  [65, 4],
])('%d °C of the warmer sensor is in step %d', (sensorTemperature, band) => {
  expect(bandOf('temperature', hot({ sensorTemperature }), NOW)).toBe(band);
});

test('leakage is the greater of both, arcs are those of the newest reading, age is the desk’s', () => {
  expect(bandOf('leakage', hot({ resistiveLeakage: 9 }), NOW)).toBe(2);
  expect(bandOf('arcs', hot({ arcCount: 10 }), NOW)).toBe(4);
  expect(bandOf('age', device('d', { receivedAt: NOW - 61_000 }), NOW)).toBe(3);
});

test('what a device does not measure, or never said, is no step', () => {
  const partial = hot({ pcbTemperature: Number.NaN, sensorTemperature: Number.NaN });
  expect(bandOf('temperature', partial, NOW)).toBeNull();
  expect(bandOf('leakage', device('d'), NOW)).toBeNull();
  expect(bandOf('age', device('d', { receivedAt: null }), NOW)).toBeNull();
});

test('markers keep their level, and are the same ones when nothing is laid over them', () => {
  const devices = byId(hot({ sensorTemperature: 70 }));
  const markers = markersOf('f1', devices, new Map(), [feed()]);
  expect(withOverlay(markers, devices, 'risk', NOW)).toBe(markers);
  expect(withOverlay(markers, devices, 'temperature', NOW)).toMatchObject([
    { deviceId: 'd', level: 'NORMAL', band: 4 },
  ]);
});
