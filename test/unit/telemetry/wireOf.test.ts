import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText } from '#shared/telemetry/decode.ts';
import type { DecodedReading } from '#shared/telemetry/reading.ts';
import { wireOf } from '#shared/telemetry/wireOf.ts';

const measure = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const reading = fc.record({
  deviceId: fc.constantFrom('a', '소화전-3', 'b1:panel.2'),
  idx: fc.option(fc.integer()),
  status: fc.integer({ min: 0, max: 2_147_483_647 }),
  verifyStatus: fc.option(fc.integer()),
  deviceTime: fc.option(fc.integer({ min: 1e12, max: 4e12 })),
  voltage: measure,
  voltageLow: measure,
  current: measure,
  leakageCurrent: measure,
  resistiveLeakage: measure,
  // A device that sends watts can't send more.
  power: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  pcbTemperature: measure,
  sensorTemperature: measure,
  coGas: measure,
  voc: measure,
  powerFactor: fc.double({ min: -1, max: 1, noNaN: true }),
  arcCount: fc.nat({ max: 1e9 }),
});

it('is the same reading again when it is decoded', () => {
  const units = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
  fc.assert(
    fc.property(reading, (original: DecodedReading) => {
      const decoded = decodeText(JSON.stringify(wireOf(original, units)), units);
      // JSON has no negative zero.
      expect(decoded).toEqual({ ok: true, reading: JSON.parse(JSON.stringify(original)) });
    }),
    { numRuns: 200 },
  );
});

it('keeps the units of devices that send watts and percent', () => {
  const units = { powerUnit: 'W', powerFactorUnit: 'percent' } as const;
  fc.assert(
    fc.property(reading, (original: DecodedReading) => {
      const decoded = decodeText(JSON.stringify(wireOf(original, units)), units);
      expect(decoded.ok && decoded.reading.power).toBeCloseTo(original.power, 3);
      expect(decoded.ok && decoded.reading.powerFactor).toBeCloseTo(original.powerFactor, 9);
    }),
    { numRuns: 200 },
  );
});
