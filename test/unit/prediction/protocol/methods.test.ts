import { describe, expect, test } from 'vitest';
import { READING_METHODS } from '../../../../shared/prediction/protocol/methods.ts';
import { assess } from '../../../../shared/scoring/assess.ts';
import { FloorWatch, NO_SIGNS, type OwnSigns } from '../../../../shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '../../../../shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '../../../../shared/scoring/thresholds.ts';
import type { Reading } from '../../../../shared/telemetry/reading.ts';
import { calmReading } from '../../scoring/calmReading.ts';

const FLOORS = [
  'floorTemperature',
  'floorArcs',
  'floorLeakage',
  'floorGas',
  'floorCurrent',
] as const;

/** The parts of the floor that are alarmed by one reading of a device of which so much is unusual. */
function floors(change: Partial<Reading>, strength: Partial<OwnSigns['strength']>) {
  const watch = new FloorWatch();
  watch.signs = { settled: true, strength: { ...NO_SIGNS.strength, ...strength } };
  const reading = calmReading(change);
  const one = assess(reading, new DeviceHistory(), DEFAULT_THRESHOLDS, null, watch);
  return FLOORS.filter((name) => READING_METHODS[name](one));
}

describe('a part of the hazard floor', () => {
  const hotAndGas = { pcbTemperature: 62, coGas: 30 };

  test('is alarmed when it is confirmed, not when another one is', () => {
    expect(floors(hotAndGas, {})).toEqual([]);
    expect(floors(hotAndGas, { gas: 1 })).toEqual([]);
    expect(floors(hotAndGas, { gas: 1, temperature: 1 })).toEqual(['floorTemperature', 'floorGas']);
  });

  test('is alarmed as HIGH, too, where it asks for more than it is confirmed for', () => {
    const burning = { pcbTemperature: 70, coGas: 30 };
    expect(floors(burning, { leakage: 1, temperature: 1 })).toEqual(['floorTemperature']);
  });
});
