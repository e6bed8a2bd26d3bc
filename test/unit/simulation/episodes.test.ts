import { describe, expect, it } from 'vitest';
import type { EpisodeSpec } from '#shared/simulation/episodes/episode.ts';
import { FRAME_FIELDS } from '#shared/simulation/episodes/FrameTable.ts';
import { simulateEpisode } from '#shared/simulation/episodes/simulateEpisode.ts';
import type { SimulatedMessage } from '#shared/simulation/message.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import { SENSOR_KEYS } from '#shared/telemetry/reading.ts';
import { fieldBetween, quantile } from '../../support/episodes.ts';

const MARCH = Date.UTC(2025, 2, 4, 15);
const normal = (index: number, seed = 11): EpisodeSpec => ({
  seed,
  index,
  startAt: Date.UTC(2025, index % 12, 5 + (index % 20), 3),
  category: 'normal',
  type: 'normal',
});
const joint: EpisodeSpec = {
  seed: 11,
  index: 2,
  startAt: MARCH,
  category: 'incident',
  type: 'loose_joint',
};
const wire = (spec: EpisodeSpec) => [...simulateEpisode(spec).messages()];

describe('an episode', () => {
  it('is the same to the last digit for the same spec, and another for another seed or device', () => {
    const text = (spec: EpisodeSpec) => JSON.stringify([wire(spec), simulateEpisode(spec).truth]);
    expect(text(joint)).toBe(text(joint));
    expect(text({ ...joint, seed: 12 })).not.toBe(text(joint));
    expect(text({ ...joint, index: 3 })).not.toBe(text(joint));
  });

  it('keeps a device’s constants over its days, and obeys what is fixed', () => {
    const [one, other] = [simulateEpisode(normal(4)), simulateEpisode({ ...joint, index: 4 })];
    expect(other.profile).toEqual(one.profile);
    const fixed = simulateEpisode({
      ...joint,
      deviceId: 'device-7',
      device: { site: 'carPark', mainA: 63, gasPlace: 'room' },
    });
    expect(fixed.device).toEqual({
      deviceId: 'device-7',
      mainA: 63,
      sensorLocation: 'room',
      site: 'carPark',
    });
  });

  it('gives the same values by all three ways', () => {
    const { frames, samples, messages } = simulateEpisode(joint);
    const rows = [...samples()];
    const byIdx = new Map<number, SimulatedMessage>();
    for (const message of messages()) byIdx.set(message.idx, message);
    expect(rows).toHaveLength(frames.length);
    for (const [row, sample] of rows.entries()) {
      const message = byIdx.get(sample.idx)!;
      if (Date.parse(message.timestamp) !== sample.deviceTime) continue; // numbered anew after a restart
      expect(FRAME_FIELDS.map((field) => message[field])).toEqual(
        SENSOR_KEYS.map((key) => sample[key]),
      );
      expect(message.status).toBe(frames.status[row]);
    }
  });

  it('sends what the desk can read, on a grid of about ten seconds, with gaps where frames were lost', () => {
    const { frames, messages } = simulateEpisode(normal(6));
    for (const message of messages()) {
      const result = decodeText(JSON.stringify(message), {
        powerUnit: 'kW',
        powerFactorUnit: 'ratio',
      });
      expect(result.ok).toBe(true);
    }
    const intervals = Array.from(
      { length: frames.length - 1 },
      (_, i) => frames.timeMs[i + 1]! - frames.timeMs[i]!,
    );
    expect(quantile(intervals, 0.5)).toBeGreaterThan(9000);
    expect(quantile(intervals, 0.5)).toBeLessThan(11_000);
    expect(Math.min(...intervals)).toBeGreaterThan(0);
    const gaps = intervals.filter(
      (ms, i) => ms > 15_000 && frames.idx[i + 1]! > frames.idx[i]! + 1,
    );
    expect(gaps.length).toBeGreaterThan(0);
  });

  it('repeats some messages and delivers some late, as MQTT does', () => {
    let repeated = 0;
    let late = 0;
    for (let index = 0; index < 6; index += 1) {
      const seen = new Set<string>();
      let newest = '';
      for (const { timestamp } of wire(normal(index))) {
        if (seen.has(timestamp)) repeated += 1;
        else if (timestamp < newest) late += 1;
        seen.add(timestamp);
        if (timestamp > newest) newest = timestamp;
      }
    }
    expect(repeated).toBeGreaterThan(3);
    expect(late).toBeGreaterThan(3);
  });

  it('lasts as long as it is asked to', () => {
    const short = simulateEpisode({ ...normal(1), hours: 2 });
    expect(short.truth.end - short.truth.start).toBe(7_200_000);
    expect(short.frames.length).toBeGreaterThan(600);
    expect(() => simulateEpisode({ ...normal(1), hours: 0 })).toThrow(RangeError);
  });
});

describe('a normal day', () => {
  const days = Array.from({ length: 48 }, (_, index) => simulateEpisode(normal(index)));

  it('shows no hazard on any device', () => {
    for (const { frames, truth } of days) {
      expect(truth).toMatchObject({
        type: null,
        onset: null,
        ignition: null,
        arrested: false,
        hnEnd: null,
      });
      const most = (field: (typeof FRAME_FIELDS)[number]) =>
        Math.max(...fieldBetween(frames, field));
      expect(most('volt')).toBeLessThan(236);
      expect(most('zct')).toBeLessThan(8);
      expect(most('pcbTemp')).toBeLessThan(60);
      expect(quantile(fieldBetween(frames, 'sensorTemp'), 0.99)).toBeLessThan(66);
      expect(most('co')).toBeLessThan(17);
      expect(quantile(fieldBetween(frames, 'voc'), 0.98)).toBeLessThan(800);
      expect(fieldBetween(frames, 'aArc').reduce((sum, arcs) => sum + arcs, 0)).toBeLessThan(100);
    }
  });

  it('follows the physics: total leakage holds its parts, power its factors, dips lie below the mean', () => {
    for (const { frames, profile } of days.slice(0, 8)) {
      for (const [row, volt] of fieldBetween(frames, 'volt').entries()) {
        const [low, ct, zct, rzct, pwr, pf] = [1, 2, 3, 4, 5, 10].map((c) => frames.at(row, c));
        expect(low).toBeLessThanOrEqual(volt);
        expect(rzct).toBeLessThanOrEqual(zct!);
        expect(pwr).toBeCloseTo((volt * ct! * (profile.meter.apparentPower ? 1 : pf!)) / 1000, 2);
      }
    }
  });

  it('is like a household: the voltage falls with the load, and the terminal warms with it', () => {
    const stiff = simulateEpisode({ ...normal(0), device: { site: 'home' } });
    const current = fieldBetween(stiff.frames, 'ct');
    const busy = quantile(current, 0.9);
    const idle = quantile(current, 0.2);
    const over = (field: 'volt' | 'sensorTemp', test: (amperes: number) => boolean) => {
      const values = fieldBetween(stiff.frames, field).filter((_, row) => test(current[row]!));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(busy).toBeGreaterThan(idle + 2);
    expect(over('volt', (a) => a > busy)).toBeLessThan(over('volt', (a) => a < idle));
    expect(over('sensorTemp', (a) => a > busy)).toBeGreaterThan(
      over('sensorTemp', (a) => a < idle),
    );
  });

  it('differs from device to device: no constant is everybody’s', () => {
    const medians = (field: (typeof FRAME_FIELDS)[number]) =>
      days.map(({ frames }) => quantile(fieldBetween(frames, field), 0.5));
    for (const field of ['volt', 'ct', 'zct', 'pcbTemp', 'sensorTemp', 'voc'] as const) {
      const all = medians(field);
      expect(quantile(all, 0.9) - quantile(all, 0.1)).toBeGreaterThan(0.03 * quantile(all, 0.5));
    }
    expect(new Set(days.map(({ device }) => device.site)).size).toBe(8);
    expect(new Set(days.map(({ device }) => device.sensorLocation)).size).toBe(2);
  });
});
