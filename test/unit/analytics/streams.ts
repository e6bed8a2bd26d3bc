/** Random streams of one device as a bad network delivers them: late, out of order, and twice. */
import fc from 'fast-check';
import type { StreamSample } from '#shared/analytics/sample.ts';

const START = 1_800_000_000_000;

const step = fc.record({
  /** ms since the sample before; 0 is the same time again. */
  gap: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 700_000 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 60_000, 120_000, 300_000, 600_000, 3_600_000) },
  ),
  /** How long the network keeps it. */
  delay: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 120_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 120_000, max: 400_000 }) },
  ),
  twice: fc.option(fc.integer({ min: 0, max: 100_000 }), { freq: 8 }),
  temperature: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 200, max: 700 }).map((tenths) => tenths / 10) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ),
  risk: fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100),
  current: fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
  arcs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
  ),
});

/** Samples in the order of their arrival. */
export const streams: fc.Arbitrary<readonly StreamSample[]> = fc
  .array(step, { minLength: 1, maxLength: 120 })
  .map((steps) => {
    let at = START;
    const arrivals: { readonly due: number; readonly sample: StreamSample }[] = [];
    for (const [idx, { gap, delay, twice, ...values }] of steps.entries()) {
      at += gap;
      const sample = { at, idx, ...values };
      arrivals.push({ due: at + delay, sample });
      if (twice !== null) arrivals.push({ due: at + delay + twice, sample });
    }
    return arrivals.sort((a, b) => a.due - b.due).map(({ sample }) => sample);
  });
