import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annunciationsIn, answersIn } from '#shared/alarms/annunciations.ts';
import { acknowledge, begin, clear, putAside, worsen } from '#shared/alarms/lifecycle.ts';
import {
  type MeterData,
  type MeterFigureId,
  type MeterHour,
  meterFigures,
} from '#shared/alarms/meter.ts';
import { waitQuantile, waitStep } from '#shared/alarms/waits.ts';

const T0 = 1_699_999_200_000;
const HOUR = 3_600_000;
const NO_WAIT = { count: 0, medianMs: null, p95Ms: null };

function hour(index: number, change: Partial<MeterHour> = {}): MeterHour {
  return {
    at: T0 + index * HOUR,
    watchedMs: HOUR,
    counts: { fire: 0, supervisory: 0, trouble: 0 },
    peak: 0,
    standing: 0,
    stale: 0,
    ...change,
  };
}

function data(change: Partial<MeterData> = {}): MeterData {
  return {
    from: T0,
    to: T0 + 24 * HOUR,
    hours: Array.from({ length: 24 }, (_, i) => hour(i)),
    shares: [],
    waits: { all: NO_WAIT, fire: NO_WAIT, supervisory: NO_WAIT, trouble: NO_WAIT },
    sources: [],
    floods: [],
    now: {
      lastTenMinutes: 0,
      lastHour: 0,
      standing: 0,
      unacknowledged: 0,
      stale: 0,
      setAside: 0,
      chattering: 0,
      flood: null,
    },
    ...change,
  };
}

const figure = (meter: MeterData, id: MeterFigureId) =>
  meterFigures(meter).find((one) => one.id === id)!;

/** So many alarms in every hour. */
const busy = (perHour: number) => ({
  hours: Array.from({ length: 24 }, (_, i) =>
    hour(i, { counts: { fire: 0, supervisory: perHour, trouble: 0 } }),
  ),
  shares: [
    { alarmClass: 'supervisory', priority: 'LOW', raised: perHour * 24, worsened: 0 },
  ] as const,
});

describe('the rate', () => {
  test.each([
    [6, 1, 'good'],
    [12, 2, 'busy'],
    [13, 13 / 6, 'tooMuch'],
  ] as const)('%d an hour are %d in ten minutes: %s', (perHour, perTen, verdict) => {
    const meter = data(busy(perHour));
    expect(figure(meter, 'perTenMinutes').value).toBeCloseTo(perTen);
    expect(figure(meter, 'perTenMinutes').verdict).toBe(verdict);
    expect(figure(meter, 'perDay').value).toBeCloseTo(perHour * 24);
  });

  test('is over the hours that were watched; the others prove nothing', () => {
    const hours = [
      hour(0, { counts: { fire: 3, supervisory: 3, trouble: 0 } }),
      hour(1, { watchedMs: 0, counts: { fire: 0, supervisory: 600, trouble: 0 } }),
      hour(2, { watchedMs: 0 }),
    ];
    expect(figure(data({ hours }), 'perHour').value).toBeCloseTo(6);
  });

  test('is not told from a few minutes', () => {
    const hours = [
      hour(0, { watchedMs: 599_999, counts: { fire: 9, supervisory: 0, trouble: 0 } }),
    ];
    expect(figure(data({ hours }), 'perHour')).toMatchObject({ value: null, verdict: null });
  });
});

test('the share of time in flood is that of the watched time, of floods cut to the period', () => {
  const floods = [
    { since: T0 - HOUR, endedAt: T0 + HOUR / 2, count: 20, peak: 20 },
    { since: T0 + 23.5 * HOUR, endedAt: null, count: 11, peak: 11 },
  ];
  const share = figure(data({ floods }), 'floodShare');
  expect(share.value).toBeCloseTo(1 / 24);
  expect(share.verdict).toBe('tooMuch');
  expect(figure(data({ floods }), 'floods').value).toBe(2);
});

test('ten sources say something only when there were many alarms', () => {
  const sources = [{ deviceId: 'd1', deviceName: null, kind: 'risk', count: 60 }] as const;
  const few = { ...busy(4), sources };
  expect(figure(data(few), 'topShare').value).toBeNull();
  const many = { ...busy(10), sources };
  expect(figure(data(many), 'topShare').value).toBeCloseTo(0.25);
});

describe('what counts as an alarm', () => {
  const finding = { priority: 'HIGH', evidence: null, thresholdsVersion: 't' } as const;
  const onset = { siteId: 'hq', deviceId: 'd1', kind: 'risk', onsetAt: T0 } as const;
  const actor = { operator: 'Kim', desk: 'desk-1', note: null };

  test('each time it asks to be seen: raised, and once more when it gets worse', () => {
    const raised = begin(onset, finding, T0);
    const worse = worsen(raised.alarm, { ...finding, priority: 'CRITICAL' }, T0 + 5_000)!;
    const cleared = clear(worse.alarm, T0 + 6_000, T0 + 6_000)!;
    expect(annunciationsIn([raised, worse, cleared])).toEqual([
      expect.objectContaining({ at: T0, priority: 'HIGH', worsened: false }),
      expect.objectContaining({ at: T0 + 5_000, priority: 'CRITICAL', worsened: true }),
    ]);
  });

  test('not on a point that is set aside: it asks nobody', () => {
    const raised = begin(onset, finding, T0);
    const aside = putAside(raised.alarm, 'disabled', null, T0)!;
    expect(annunciationsIn([raised, aside])).toEqual([]);
    const worse = worsen(aside.alarm, { ...finding, priority: 'CRITICAL' }, T0 + 1_000)!;
    expect(annunciationsIn([worse])).toEqual([]);
    // Put aside by a person a moment later, it had asked.
    const byHand = putAside(raised.alarm, 'disabled', actor, T0)!;
    expect(annunciationsIn([raised, byHand])).toHaveLength(1);
  });

  test('the wait is from the newest annunciation, and never negative', () => {
    const raised = begin(onset, finding, T0);
    const worse = worsen(raised.alarm, { ...finding, priority: 'CRITICAL' }, T0 + 60_000)!;
    const seen = acknowledge(worse.alarm, actor, T0 + 72_000)!;
    expect(answersIn([raised, worse, seen])).toEqual([
      { at: T0 + 72_000, alarmClass: 'fire', waitedMs: 12_000 },
    ]);
    const early = acknowledge(worse.alarm, actor, T0)!;
    expect(answersIn([early])[0]?.waitedMs).toBe(0);
  });
});

test('a quantile read from the steps is within five per cent of the true one', () => {
  const waits = fc.array(fc.integer({ min: 1_000, max: 300_000_000 }), { minLength: 1 });
  fc.assert(
    fc.property(waits, fc.constantFrom(0.5, 0.95), (all, share) => {
      const steps = new Map<number, number>();
      for (const wait of all) steps.set(waitStep(wait), (steps.get(waitStep(wait)) ?? 0) + 1);
      const sorted = [...all].sort((a, b) => a - b);
      const truth = sorted[Math.ceil(share * sorted.length) - 1]!;
      const read = waitQuantile(steps, share)!;
      expect(Math.abs(read - truth) / truth).toBeLessThanOrEqual(0.05);
    }),
  );
  expect(waitQuantile(new Map(), 0.5)).toBeNull();
});
