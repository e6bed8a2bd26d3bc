import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { circuitProfile } from '#shared/simulation/demo/circuitProfile.ts';
import type { IncidentKind } from '#shared/simulation/demo/incidentKinds.ts';
import { LOAD_KINDS, type LoadKind } from '#shared/simulation/demo/loadKinds.ts';
import { following } from '#shared/simulation/demo/timeLapse.ts';
import type { SimulatedMessage } from '#shared/simulation/message.ts';
import { DeviceBody } from '#shared/simulation/physics/DeviceBody.ts';
import { Draws } from '#shared/simulation/physics/Draws.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';

const MONDAY_NOON = Date.UTC(2026, 2, 2, 3);
const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
const building = createBuilding({ seed: 7 });

/** One device's messages every `everyMs` over `seconds`, an incident beginning at the start. */
function story(kind: IncidentKind, seconds: number, everyMs = 1000): (SimulatedMessage | null)[] {
  const simulator = createSimulator({ deviceIds: ['device-001'], seed: 5 });
  simulator.step(0, MONDAY_NOON - 1000);
  simulator.inject('device-001', kind, MONDAY_NOON);
  return Array.from({ length: (seconds * 1000) / everyMs }, (_, i) =>
    simulator.step(0, MONDAY_NOON + i * everyMs),
  );
}

function sent(messages: readonly (SimulatedMessage | null)[]): SimulatedMessage[] {
  return messages.filter((message) => message !== null);
}

describe('a simulated device that is well', () => {
  const simulator = createSimulator({ building, seed: 7, incidents: false });
  const day = Array.from({ length: 96 }, (_, quarter) =>
    simulator.deviceIds.map((_id, index) => simulator.step(index, MONDAY_NOON + quarter * 900_000)),
  ).flat();
  const messages = sent(day);
  const { limits, pattern } = DEFAULT_THRESHOLDS;

  const loadOf = new Map(building.devices.map(({ id, load }) => [id, load]));
  /** @param from local hour */
  function meanOf(kind: LoadKind, from: number, to: number, field: 'ct' | 'sensorTemp'): number {
    const found = messages.filter(({ deviceId, timestamp }) => {
      const hour = (new Date(timestamp).getUTCHours() + 9) % 24;
      return loadOf.get(deviceId) === kind && hour >= from && hour < to;
    });
    return found.reduce((sum, message) => sum + message[field], 0) / found.length;
  }

  it('reports all day, in the format that the desk decodes, for itself', () => {
    expect(messages).toHaveLength(96 * 122);
    for (const message of messages) {
      expect(decodeMessage(message, UNITS).ok, JSON.stringify(message)).toBe(true);
      expect(message.verifySts).toBe(message.status);
      expect(new Date(message.timestamp).toISOString()).toBe(message.timestamp);
    }
  });

  it('stays inside every limit and raises no bit, at night and at noon', () => {
    for (const m of messages) {
      const text = JSON.stringify(m);
      expect(m.status, text).toBe(0);
      expect(Math.max(m.pcbTemp, m.sensorTemp), text).toBeLessThan(limits.temperature.elevated);
      expect(Math.min(m.pcbTemp, m.sensorTemp), text).toBeGreaterThan(20);
      expect(Math.abs(m.pcbTemp - m.sensorTemp), text).toBeLessThan(
        limits.temperatureDifference.notable,
      );
      expect(m.volt, text).toBeLessThan(limits.overvoltage);
      expect(m.voltLow, text).toBeGreaterThan(limits.undervoltage);
      expect(m.voltLow, text).toBeLessThanOrEqual(m.volt);
      expect(m.ct, text).toBeLessThan(limits.overcurrent);
      expect(m.zct, text).toBeLessThan(limits.leakage.high);
      expect(m.rzct, text).toBeLessThanOrEqual(m.zct);
      expect(m.co, text).toBeLessThan(limits.co);
      expect(m.voc, text).toBeLessThan(limits.voc);
      expect(m.pFct, text).toBeGreaterThanOrEqual(limits.powerFactor);
      expect(m.aArc, text).toBe(0);
    }
  });

  it('has a power that fits its voltage, current and power factor, and a resistance that a load can have', () => {
    for (const m of messages) {
      const watts = m.volt * m.ct * m.pFct;
      expect(Math.abs(watts - m.pwr * 1000)).toBeLessThan(watts * pattern.powerTolerance * 0.1);
      expect(m.volt / m.ct).toBeGreaterThan(pattern.resistance.min);
      expect(m.volt / m.ct).toBeLessThan(pattern.resistance.max);
    }
  });

  it.each(LOAD_KINDS)('works harder by day than at night on a %s circuit', (kind) => {
    // Servers and pumps hardly rest.
    const least = kind === 'server' || kind === 'pump' ? 0.9 : 1.3;
    expect(meanOf(kind, 11, 17, 'ct')).toBeGreaterThan(meanOf(kind, 1, 6, 'ct') * least);
  });

  it.each(['main', 'feeder', 'lighting', 'kitchen'] as const)(
    'has a warmer terminal by day than at night on a %s circuit',
    (kind) => {
      const night = meanOf(kind, 1, 6, 'sensorTemp');
      expect(meanOf(kind, 11, 17, 'sensorTemp')).toBeGreaterThan(night + 0.3);
    },
  );

  it('has the digits that its converters resolve, and never contradicts itself by rounding', () => {
    const digits = (value: number) => String(value).split('.')[1]?.length ?? 0;
    for (const m of messages) {
      const text = JSON.stringify(m);
      expect([m.volt, m.voltLow, m.pcbTemp, m.sensorTemp, m.co].map(digits), text).toEqual(
        [m.volt, m.voltLow, m.pcbTemp, m.sensorTemp, m.co].map((v) => Math.min(1, digits(v))),
      );
      expect(Math.max(...[m.ct, m.zct, m.rzct].map(digits)), text).toBeLessThanOrEqual(2);
      expect(digits(m.voc), text).toBe(0);
      expect(m.pwr, text).toBe(Math.round(m.volt * m.ct * m.pFct) / 1000);
      expect(m.pFct, text).toBeLessThanOrEqual(1);
    }
  });

  it('counts its messages up from one', () => {
    const counted = createSimulator({ deviceIds: ['a', 'b'], seed: 1 });
    const idx = [0, 0, 1, 0].map((device, i) => counted.step(device, MONDAY_NOON + i)?.idx);
    expect(idx).toEqual([1, 2, 1, 3]);
  });
});

describe('the simulator', () => {
  function hashOf(seed: number): string {
    const simulator = createSimulator({ building, seed, startAt: MONDAY_NOON });
    const hash = createHash('sha256');
    for (let second = 0; second < 300; second += 5) {
      for (const index of simulator.deviceIds.keys()) {
        hash.update(JSON.stringify(simulator.step(index, MONDAY_NOON + second * 1000)));
      }
    }
    return hash.digest('hex');
  }

  it('tells the same story for the same seed, to the last digit, and another for another', () => {
    expect(hashOf(7)).toBe(GOLDEN_HASH);
    expect(hashOf(8)).not.toBe(GOLDEN_HASH);
  });

  it('reports for the building and for those that wait, each at its own interval', () => {
    const simulator = createSimulator({ building, seed: 7 });
    expect(simulator.deviceIds).toHaveLength(122);
    expect(simulator.deviceIds.slice(-2)).toEqual(building.unplaced);
    expect(simulator.intervalsMs[0]).toBe(building.devices[0]?.placement.expectedIntervalMs);
  });

  it('finds a device for an incident that is asked for without one', () => {
    const simulator = createSimulator({ building, seed: 7, incidents: false });
    const id = simulator.inject(null, 'overheating', MONDAY_NOON);
    expect(building.devices.find((device) => device.id === id)?.load).toBe('kitchen');
  });

  it('is the same building whoever is read, and however often', () => {
    const read = (everyMs: number, others: boolean) => {
      const simulator = createSimulator({ building, seed: 7, incidents: false });
      let last: SimulatedMessage | null = null;
      for (let at = 0; at <= 600_000; at += everyMs) {
        if (others)
          for (let other = 4; other < 9; other += 1) simulator.step(other, MONDAY_NOON + at);
        last = simulator.step(3, MONDAY_NOON + at);
      }
      return last;
    };
    const often = read(1000, false);
    expect(read(1000, true)).toEqual(often);
    const seldom = read(10_000, false);
    // Another look of the same sensors at the same body: only their noise differs.
    expect(Math.abs((often?.ct ?? 0) / (seldom?.ct ?? 1) - 1)).toBeLessThan(0.1);
    expect(Math.abs((often?.sensorTemp ?? 0) - (seldom?.sensorTemp ?? 0))).toBeLessThan(1);
    expect(Math.abs((often?.volt ?? 0) - (seldom?.volt ?? 0))).toBeLessThan(2);
  });

  it('comes back from a long pause at the new hour, without living through all of it', () => {
    const simulator = createSimulator({ building, seed: 7, incidents: false });
    simulator.step(0, MONDAY_NOON);
    const after = simulator.step(0, MONDAY_NOON + 30 * 86_400_000);
    expect(after?.timestamp).toBe(new Date(MONDAY_NOON + 30 * 86_400_000).toISOString());
    expect(after?.status).toBe(0);
  });

  it('refuses devices that do not exist', () => {
    const simulator = createSimulator({ deviceIds: ['a'], seed: 1 });
    expect(() => simulator.step(1, 0)).toThrow(RangeError);
    expect(() => simulator.inject('b', 'silent', 0)).toThrow(RangeError);
    expect(() => createSimulator({ deviceIds: [], seed: 1 }).inject(null, 'fire', 0)).toThrow(
      RangeError,
    );
  });
});

/** Changes only together with the physics or the story: then look at the demo again, and at the recorded screens. */
const GOLDEN_HASH = '7f4e18118c8b55cef285f626c54109af156083275474d48932b6bbb7d9da0fa1';

const bit = (message: SimulatedMessage, index: number): boolean =>
  (message.status & (1 << index)) !== 0;

describe('an incident', () => {
  it('overheating: slow at first, over 60 °C after 60 to 90 s, over 65 °C later, well again at the end', () => {
    const messages = sent(story('overheating', 480));
    const first = (limit: number) => messages.findIndex(({ sensorTemp }) => sensorTemp > limit);
    expect(messages[20]?.sensorTemp).toBeLessThan(45);
    expect(first(60)).toBeGreaterThanOrEqual(60);
    expect(first(60)).toBeLessThanOrEqual(90);
    expect(first(65)).toBeGreaterThan(150);
    for (const m of messages) expect(bit(m, 7)).toBe(m.sensorTemp > 60);
    expect(messages.at(-1)?.sensorTemp).toBeLessThan(40);
  });

  it('arcing: bursts with pauses between, the arc bit with each, dips of the voltage', () => {
    const messages = sent(story('arcing', 120));
    const arcs = messages.filter(({ aArc }) => aArc > 0);
    expect(arcs.length).toBeGreaterThan(20);
    expect(arcs.length).toBeLessThan(90);
    expect(arcs.reduce((sum, { aArc }) => sum + aArc, 0)).toBeGreaterThan(10);
    for (const m of messages) expect(bit(m, 11)).toBe(m.aArc > 0);
    expect(messages.slice(90).every(({ aArc }) => aArc === 0)).toBe(true);
  });

  it.each([
    ['momentaryArc', 11],
    ['voltageSpike', 0],
  ] as const)(
    '%s: one reading with its bit, and the next is calm, even when it was due long before',
    (kind, index) => {
      const late = createSimulator({ deviceIds: ['a'], seed: 2 });
      late.inject('a', kind, MONDAY_NOON - 60_000);
      const messages = sent([0, 1, 2].map((i) => late.step(0, MONDAY_NOON + i * 5000)));
      expect(messages.map((m) => bit(m, index))).toEqual([true, false, false]);
    },
  );

  it('leakage: the resistive part grows past 8 mA, total and resistive bits follow their own values', () => {
    const messages = sent(story('leakage', 360));
    const peak = Math.max(...messages.map(({ rzct }) => rzct));
    expect(peak).toBeGreaterThan(8);
    expect(peak).toBeLessThan(30);
    expect(messages[30]?.rzct).toBeLessThan(4);
    for (const m of messages) {
      expect(m.zct).toBeGreaterThanOrEqual(m.rzct);
      expect([bit(m, 3), bit(m, 4)]).toEqual([m.zct > 8, m.rzct > 8]);
    }
    expect(messages.at(-1)?.status).toBe(0);
  });

  it('overcurrent: over 100 A with its bit, and the power that belongs to it', () => {
    const messages = sent(story('overcurrent', 120));
    const worst = messages.reduce((a, b) => (b.ct > a.ct ? b : a));
    expect(worst.ct).toBeGreaterThan(100);
    expect(worst.ct).toBeLessThan(200);
    expect(bit(worst, 2)).toBe(true);
    expect(worst.pwr * 1000).toBeCloseTo(worst.volt * worst.ct * worst.pFct, -1);
  });

  it('smouldering: CO over 17 ppm and vapours over 400 before the terminal is hot', () => {
    const messages = sent(story('smouldering', 420));
    const worst = messages.reduce((a, b) => (b.co > a.co ? b : a));
    expect([worst.co > 17, worst.voc > 400]).toEqual([true, true]);
    expect([bit(worst, 8), bit(worst, 9)]).toEqual([true, true]);
    expect(Math.max(...messages.map(({ sensorTemp }) => sensorTemp))).toBeLessThan(60);
  });

  it('communication error: the status says so, the values are frozen, the clock and the count go on', () => {
    const messages = sent(story('communicationError', 90));
    const [first, second] = messages;
    expect(first?.status).toBe(4096);
    expect(second).toEqual({ ...first, idx: (first?.idx ?? 0) + 1, timestamp: second?.timestamp });
    expect(second?.timestamp).not.toBe(first?.timestamp);
    expect(messages.at(-1)?.status).toBe(0);
  });

  it('silent: nothing for longer than the desk waits before it says so, then readings again', () => {
    const messages = story('silent', 240);
    const silentFor = messages.filter((message) => message === null).length;
    expect(silentFor * 1000).toBeGreaterThan(2 * DEFAULT_THRESHOLDS.silence.minimumMs);
    expect(messages.at(-1)).not.toBeNull();
  });
});

describe('an incident that few buildings see', () => {
  const only = (messages: readonly SimulatedMessage[], bits: readonly number[]) =>
    messages.reduce((all, { status }) => all | status, 0) &
    ~bits.reduce((mask, index) => mask | (1 << index), 0);

  it('boardOverheating: the board passes 60 °C with its own bit, the terminal doesn’t', () => {
    const messages = sent(story('boardOverheating', 480));
    const hot = messages.filter(({ pcbTemp }) => pcbTemp > 60);
    expect(hot.length).toBeGreaterThan(60);
    for (const m of messages) expect([bit(m, 6), bit(m, 7)]).toEqual([m.pcbTemp > 60, false]);
    expect(messages.at(-1)?.pcbTemp).toBeLessThan(45);
  });

  it('poorPowerFactor: below 0.9 with its bit and no other, and well again', () => {
    const messages = sent(story('poorPowerFactor', 360));
    expect(Math.min(...messages.map(({ pFct }) => pFct))).toBeLessThan(0.88);
    expect(only(messages, [10])).toBe(0);
    expect(messages.at(-1)?.pFct).toBeGreaterThan(0.9);
  });

  it('outage: no voltage for a minute, said by a device that lives on its battery', () => {
    const messages = sent(story('outage', 150, 5000));
    const dark = messages.filter((m) => bit(m, 1));
    expect(dark.length).toBeGreaterThan(8);
    expect(dark.every(({ volt, ct }) => volt < 50 && ct < 0.1)).toBe(true);
    expect(messages.at(-1)?.volt).toBeGreaterThan(200);
  });

  it('looseClamp: a current that fits neither the power nor any load', () => {
    const messages = sent(story('looseClamp', 240, 5000));
    const { pattern } = DEFAULT_THRESHOLDS;
    expect(bit(messages[4]!, 5)).toBe(true);
    expect(messages[4]!.volt / messages[4]!.ct).toBeGreaterThan(pattern.resistance.max);
    expect(messages.at(-1)?.status).toBe(0);
  });

  it('brokenProbe: a temperature that can’t be, and no danger', () => {
    const messages = sent(story('brokenProbe', 240, 5000));
    expect(messages[4]?.pcbTemp).toBeLessThan(DEFAULT_THRESHOLDS.validity.pcbTemperature.min);
    expect(only(messages, [])).toBe(0);
    expect(messages.at(-1)?.pcbTemp).toBeGreaterThan(20);
  });

  it('stuckSensor: the voltage stands still for more than two hours, nothing else does', () => {
    const messages = sent(story('stuckSensor', 3 * 3600, 30_000));
    expect(new Set(messages.slice(0, -1).map(({ volt }) => volt)).size).toBe(1);
    expect(new Set(messages.map(({ ct }) => ct)).size).toBeGreaterThan(50);
  });

  it('lostMessages, wrongClock, garbledStatus: what befalls messages, not the circuit', () => {
    const idx = sent(story('lostMessages', 20, 5000)).map((m) => m.idx);
    expect(idx).toEqual([9, 10, 11, 12]);
    const skewed = sent(story('wrongClock', 20, 5000))[1]!;
    expect(Date.parse(skewed.timestamp) - MONDAY_NOON).toBe(5000 + 1_200_000);
    const garbled = sent(story('garbledStatus', 20, 5000));
    expect(garbled.map((m) => m.status === m.verifySts)).toEqual([false, true, true, true]);
  });

  it('fire: grows for over an hour, burns, dies, and is replaced', () => {
    const messages = story('fire', 7800, 10_000);
    const dead = messages.filter((message) => message === null).length * 10;
    const alive = messages.indexOf(null) * 10;
    expect(alive).toBeGreaterThan(3600);
    expect(dead).toBeGreaterThan(300);
    const burning = sent(messages.slice(0, alive / 10)).slice(-12);
    expect(Math.max(...burning.map(({ rzct }) => rzct))).toBeGreaterThan(30);
    const after = sent(messages.slice(730));
    expect(after.length).toBeGreaterThan(20);
    expect(only(after, [])).toBe(0);
  });
});

describe('a time-lapse', () => {
  it('plays more steps of the same physics, and the hour goes on by the calendar', () => {
    const hours: number[] = [];
    const profile = circuitProfile(new Draws(1, 'lapse'), {
      load: 'main',
      ratedCurrentA: 100,
      ambientC: 25,
      gasSensor: 'room',
    });
    const body = new DeviceBody(profile, MONDAY_NOON, 10, 1, 'lapse');
    for (let step = 0; step < 3600; step += 1) {
      body.step(null, MONDAY_NOON + step * 100);
      hours.push(body.hour);
    }
    expect(body.timeS).toBe(36_000);
    expect(hours[0]).toBe(12);
    expect(hours.at(-1)).toBeCloseTo(12.1, 2);
  });

  it('that follows a value is fast behind it, as slow as life ahead of it, and steady after its end', () => {
    let shown = 0;
    const lapse = following(
      () => shown,
      [
        [0, 10],
        [100, 20],
      ],
      60,
    );
    const body = null as never;
    expect(lapse(50, body)).toBeGreaterThan(100);
    shown = 16;
    expect(lapse(50, body)).toBe(1);
    expect(lapse(70, body)).toBeGreaterThan(100);
    expect(lapse(100, body)).toBe(60);
  });
});

describe('the demo', () => {
  /** Which devices show which trouble when, over one cycle and the calm after it. */
  function watch(minutes: number, seed = 7) {
    const simulator = createSimulator({ building, seed, startAt: MONDAY_NOON });
    const troubled = new Map<string, number>();
    const missed = new Map<string, number>();
    const hot: { second: number; temperature: number }[] = [];
    for (let second = 0; second < minutes * 60; second += 5) {
      for (const [index, id] of simulator.deviceIds.entries()) {
        const message = simulator.step(index, MONDAY_NOON + second * 1000);
        if (message === null) missed.set(id, (missed.get(id) ?? 0) + 1);
        else if (message.status !== 0)
          troubled.set(id, Math.min(second, troubled.get(id) ?? second));
        if (message !== null && message.sensorTemp > 60) {
          hot.push({ second, temperature: message.sensorTemp });
        }
      }
    }
    return { troubled, missed, hot };
  }

  it.each([1, 7, 42])(
    'with seed %i has a hot terminal, an arc, a leak and a silent device in its first minutes',
    (seed) => {
      const { troubled, missed, hot } = watch(5, seed);
      expect(hot[0]?.second).toBeGreaterThanOrEqual(60);
      expect(hot[0]?.second).toBeLessThanOrEqual(90);
      expect([...missed.keys()]).toHaveLength(1);
      expect(troubled.size).toBe(4);
    },
  );

  it('leaves most of the building calm, goes quiet, and tells another story in the next cycle', () => {
    const { troubled } = watch(40);
    expect(troubled.size).toBeLessThan(20);
    const onsets = [...troubled.values()].sort((a, b) => a - b);
    expect(onsets.filter((second) => second > 1200).length).toBeGreaterThan(0);
    const quiet = createSimulator({ building, seed: 7, startAt: MONDAY_NOON });
    const before = quiet.deviceIds.map((_id, index) => quiet.step(index, MONDAY_NOON + 1_270_000));
    expect(before.filter((message) => message === null || message.status !== 0)).toHaveLength(0);
  });

  it('never touches the devices that wait to be placed', () => {
    const { troubled, missed } = watch(40);
    for (const id of building.unplaced) expect(troubled.has(id) || missed.has(id)).toBe(false);
  });
});
