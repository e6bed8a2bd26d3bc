/** What is kept sample by sample is what anybody would compute who kept everything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchStatistics } from '#shared/analytics/BatchStatistics.ts';
import { DeviceAnalytics, type Noticed } from '#shared/analytics/DeviceAnalytics.ts';
import type { FiveMinuteRow } from '#shared/analytics/FiveMinutes.ts';
import { SlidingMoments } from '#shared/analytics/SlidingMoments.ts';
import type { StreamSample } from '#shared/analytics/sample.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { streams } from './streams.ts';

const { analytics } = DEFAULT_THRESHOLDS;
const MINUTE_MS = 60_000;
const FIVE_MS = 300_000;

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;
const squares = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + (one - mean(values)) ** 2, 0);
const measured = (values: readonly number[]) => values.filter((one) => !Number.isNaN(one));

/** All of a device's samples that joined, and every answer worked out from the whole of them. */
class Everything {
  readonly taken: StreamSample[] = [];
  #newest = Number.NEGATIVE_INFINITY;

  add(sample: StreamSample): Noticed {
    const { at, idx, temperature, risk } = sample;
    const nothing = { anomalyOver: null, spikeFrom: null, jumpFrom: null, frequentArcs: null };
    if (at < this.#newest - analytics.latenessMs) return { ...nothing, arrival: 'late' };
    if (this.taken.some((one) => one.at === at && one.idx === idx))
      return { ...nothing, arrival: 'repeated' };
    const anomalyOver = temperature > 50 ? this.#thresholdBefore(at, temperature) : null;
    const previous = this.#previous(at);
    const jumpFrom = risk > analytics.risk.jump ? this.#jumpFrom(at, risk, previous) : null;
    const spiked = previous !== null && risk - previous > analytics.risk.spike;
    this.taken.push(sample);
    this.#newest = Math.max(this.#newest, at);
    const arcs = this.#within(at, analytics.arcs.windowMs).reduce((sum, one) => sum + one.arcs, 0);
    return {
      arrival: 'taken',
      anomalyOver,
      spikeFrom: spiked ? previous : null,
      jumpFrom,
      frequentArcs: arcs > analytics.arcs.high ? arcs : null,
    };
  }

  #within(at: number, windowMs: number): readonly StreamSample[] {
    return this.taken.filter((one) => one.at <= at && one.at >= at - windowMs);
  }

  #thresholdBefore(at: number, temperature: number): number | null {
    const { windowMs, minimumReadings, deviations } = analytics.temperature;
    const values = measured(this.#within(at, windowMs).map((one) => one.temperature));
    if (values.length < minimumReadings) return null;
    const threshold = mean(values) + deviations * Math.sqrt(squares(values) / (values.length - 1));
    return temperature - threshold > 1e-10 ? threshold : null;
  }

  #previous(at: number): number | null {
    const before = this.#within(at, analytics.risk.windowMs);
    const latest = Math.max(...before.map((one) => one.at));
    return before.findLast((one) => one.at === latest)?.risk ?? null;
  }

  #jumpFrom(at: number, risk: number, previous: number | null): number | null {
    const minute = Math.floor(at / MINUTE_MS);
    const from = Math.ceil((at - analytics.risk.windowMs) / MINUTE_MS);
    const risks = this.taken
      .filter((one) => {
        const own = Math.floor(one.at / MINUTE_MS);
        return own >= from && own < minute;
      })
      .map((one) => one.risk);
    const least = Math.min(...risks, previous ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(least) && risk - least > analytics.risk.jump ? least : null;
  }
}

/** Whether a decision hangs on the last digits of a sum, where either answer is right. */
function isOnTheEdge(everything: Everything, sample: StreamSample): boolean {
  const values = measured(
    everything.taken
      .filter((one) => one.at <= sample.at && one.at >= sample.at - analytics.temperature.windowMs)
      .map((one) => one.temperature),
  );
  if (values.length < 2) return false;
  const threshold = mean(values) + 2 * Math.sqrt(squares(values) / (values.length - 1));
  return Math.abs(sample.temperature - threshold) < 1e-8;
}

function follow(stream: readonly StreamSample[]) {
  const rows: FiveMinuteRow[] = [];
  const device = new DeviceAnalytics(DEFAULT_THRESHOLDS, (row) => rows.push(row));
  const everything = new Everything();
  for (const sample of stream) {
    const edge = isOnTheEdge(everything, sample);
    const got = device.add(sample);
    const want = everything.add(sample);
    if (edge) continue;
    const { anomalyOver: gotOver, ...gotRest } = got;
    const { anomalyOver: wantOver, ...wantRest } = want;
    expect(gotRest).toEqual(wantRest);
    expect(gotOver === null).toBe(wantOver === null);
    if (wantOver !== null) expect(gotOver).toBeCloseTo(wantOver, 8);
  }
  device.advance(Number.POSITIVE_INFINITY);
  return { rows, device, taken: everything.taken };
}

describe('sample by sample, however late, out of order and often', () => {
  test('it notices what the whole of the stream shows', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        follow(stream);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('its five minutes are those of all samples that joined', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const { rows, taken } = follow(stream);
        const windows = Map.groupBy(taken, ({ at }) => Math.floor(at / FIVE_MS));
        const inOrder = [...windows].sort(([a], [b]) => a - b);
        expect(rows.map((row) => row.windowEnd)).toEqual(inOrder.map(([k]) => (k + 1) * FIVE_MS));
        for (const [n, [, samples]] of inOrder.entries()) {
          const { batch, ...row } = rows[n]!;
          const heat = measured(samples.map((one) => one.temperature));
          const risks = samples.map((one) => one.risk);
          const currents = samples.map((one) => one.current);
          expect(row.records).toBe(samples.length);
          expect(row.arcs).toBe(samples.reduce((sum, one) => sum + one.arcs, 0));
          expect(row.maxRisk).toBe(Math.max(...risks));
          expect(row.meanRisk).toBeCloseTo(mean(risks), 9);
          expect(row.meanCurrent).toBeCloseTo(mean(currents), 9);
          expect(row.maxCurrent).toBe(Math.max(...currents));
          expect(row.maxTemperature).toBe(heat.length > 0 ? Math.max(...heat) : null);
          expect(row.minTemperature).toBe(heat.length > 0 ? Math.min(...heat) : null);
          if (heat.length > 0) expect(row.meanTemperature).toBeCloseTo(mean(heat), 9);
          else expect(row.meanTemperature).toBeNull();
          if (heat.length > 1)
            expect(row.temperatureDeviation).toBeCloseTo(
              Math.sqrt(squares(heat) / (heat.length - 1)),
              9,
            );
          else expect(row.temperatureDeviation).toBeNull();
          expect(batch.volatility).toBeCloseTo(Math.sqrt(squares(risks) / risks.length), 7);
        }
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('its minutes are the means of the samples that joined them', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const { device, taken } = follow(stream);
        const now = Math.floor(device.newestAt / MINUTE_MS);
        const minutes = Map.groupBy(taken, ({ at }) => Math.floor(at / MINUTE_MS));
        const inMinute = (i: number) => minutes.get(now - 60 + i) ?? [];
        const got = device.minutes;
        for (const [i, temperature] of got.temperatures(device.newestAt).entries()) {
          const heat = measured(inMinute(i).map((one) => one.temperature));
          if (heat.length === 0) expect(temperature).toBeNaN();
          else expect(temperature).toBeCloseTo(mean(heat), 9);
        }
        for (const [i, risk] of got.risks(device.newestAt).entries()) {
          const risks = inMinute(i).map((one) => one.risk);
          if (risks.length === 0) expect(risk).toBeNaN();
          else expect(risk).toBeCloseTo(mean(risks), 9);
        }
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  test('the order of what arrives within two minutes changes no five minutes and no minute', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const { taken, rows, device } = follow(stream);
        const sorted = follow(taken.toSorted((a, b) => a.at - b.at));
        const figures = (all: readonly FiveMinuteRow[]) =>
          all.map(({ windowEnd, records, arcs, maxRisk, maxTemperature, minTemperature }) => ({
            windowEnd,
            records,
            arcs,
            maxRisk,
            maxTemperature,
            minTemperature,
          }));
        expect(figures(sorted.rows)).toEqual(figures(rows));
        expect(sorted.device.arcs()).toEqual(device.arcs());
      }),
      { seed: 14, numRuns: 300 },
    );
  });
});

test('mean and spread of a sliding window are those of what it holds, at any moment that may still be asked for', () => {
  const [windowMs, latenessMs] = [600_000, 120_000];
  fc.assert(
    fc.property(streams, (stream) => {
      const window = new SlidingMoments(windowMs, latenessMs);
      const taken: { readonly at: number; readonly value: number }[] = [];
      let newest = Number.NEGATIVE_INFINITY;
      for (const { at, risk: value } of stream) {
        if (at < newest - latenessMs) continue;
        newest = Math.max(newest, at);
        window.add(at, value);
        taken.push({ at, value });
        for (const asked of [at, newest, newest - latenessMs]) {
          const inside = taken
            .filter((one) => one.at <= asked && one.at >= asked - windowMs)
            .map((one) => one.value);
          const { count, ...moments } = window.moments(asked);
          expect(count).toBe(inside.length);
          if (count === 0) continue;
          expect(moments.mean).toBeCloseTo(mean(inside), 9);
          if (count === 1) expect(moments.deviation).toBeNaN();
          else expect(moments.deviation).toBeCloseTo(Math.sqrt(squares(inside) / (count - 1)), 6);
        }
      }
    }),
    { seed: 15, numRuns: 150 },
  );
});

test('a streak of high risk goes on from one batch to the next', () => {
  const first = new BatchStatistics(DEFAULT_THRESHOLDS);
  for (const risk of [0.2, 0.8, 0.9]) first.add(risk);
  expect(first.isSustained).toBe(false);
  const second = new BatchStatistics(DEFAULT_THRESHOLDS, first.state);
  expect(second.add(0.95)).toBeNull();
  expect(second.isSustained).toBe(true);
  expect(second.report()).toMatchObject({ count: 1, streak: 3, longestStreak: 3, rapidChanges: 0 });
});

test('a temperature that stands still for half a day is never above its own mean', () => {
  const device = new DeviceAnalytics(DEFAULT_THRESHOLDS, () => {});
  for (let i = 0; i < 50_000; i++) {
    const temperature = i < 400 ? 71.3 - i / 7 : 55.1;
    const got = device.add({ at: i * 1_000, idx: i, temperature, risk: 0.1, current: 1, arcs: 0 });
    if (i > 8_000) expect(got.anomalyOver).toBeNull();
  }
});
