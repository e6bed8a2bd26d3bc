/**
 * A month of a building's devices with patterns planted in it: each is found where it is, and on the other days nothing
 * is. Sampled every two minutes, which is coarse for a real device and makes a month short.
 */
import { expect, test } from 'vitest';
import type { AnalysisKind } from '#shared/alarms/alarm.ts';
import type { FindingKind } from '#shared/analytics/finding.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import type { SimulatedMessage } from '#shared/simulation/message.ts';
import { seeded } from '#shared/simulation/random.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';
import { Analysis, type KnownDevice } from '../../../main/cli/analyze/Analysis.ts';

const START = Date.UTC(2026, 2, 1);
const DAYS = 30;
const MINUTE = 60_000;
const DAY = 86_400_000;
const INTERVAL = 2 * MINUTE;

interface Plant {
  readonly what: string;
  readonly devices: readonly Device[];
  readonly from: number;
  readonly minutes: number;
  /** @param n readings since the beginning */
  readonly change: (message: SimulatedMessage, n: number) => Partial<SimulatedMessage>;
  /** Of all its devices together. */
  readonly findings: readonly FindingKind[];
  /** Once for each of its devices, but for the cluster, which is one. */
  readonly alarms: readonly AnalysisKind[];
}

/** Two that hang four metres apart, and one where nobody is near; each with the number of its circuit in the building. */
const CIRCUITS = { near: 4, next: 9, alone: 20 } as const;
type Device = keyof typeof CIRCUITS;
const DEVICES = Object.keys(CIRCUITS) as readonly Device[];
const METRES: Readonly<Record<Device, number>> = { near: 0, next: 4, alone: 80 };

const at = (day: number, hour: number) => START + day * DAY + hour * 3_600_000;
const BURNING = { status: 4095, sensorTemp: 92, co: 400, voc: 5_000, zct: 40, aArc: 12 };
const OF_A_FIRE: readonly FindingKind[] = [
  'frequentArcs',
  'riskJump',
  'riskSpike',
  'sensorAnomaly',
  'sustainedHighRisk',
  'temperatureAnomaly',
];

const PLANTS: readonly Plant[] = [
  {
    what: 'a terminal that smoulders all at once',
    devices: ['near'],
    from: at(3, 2),
    minutes: 20,
    change: () => ({ sensorTemp: 75, co: 60, voc: 900 }),
    findings: ['riskSpike', 'sensorAnomaly', 'temperatureAnomaly'],
    alarms: ['emergencyTemperature'],
  },
  {
    what: 'a terminal that gets hot over six hours, and stays',
    devices: ['next'],
    from: at(6, 0),
    minutes: 390,
    change: (_, n) => ({ sensorTemp: Math.min(67, 36 + n * 0.175) }),
    findings: ['sensorAnomaly'],
    alarms: ['emergencyTemperature'],
  },
  {
    what: 'arcs across the edge of ten minutes',
    devices: ['alone'],
    from: at(9, 3) + 4 * MINUTE,
    minutes: 12,
    change: () => ({ aArc: 3 }),
    findings: ['frequentArcs'],
    alarms: ['frequentArcs'],
  },
  {
    what: 'two neighbours that burn',
    devices: ['near', 'next'],
    from: at(13, 5),
    minutes: 30,
    change: () => BURNING,
    // For the moment until the second one reported, they differed.
    findings: [...OF_A_FIRE, 'riskCluster', 'temperatureDivergence'],
    alarms: ['emergencyTemperature', 'frequentArcs', 'riskCluster', 'riskJump'],
  },
  {
    what: 'one that burns where nobody is near',
    devices: ['alone'],
    from: at(17, 22),
    minutes: 30,
    change: () => BURNING,
    findings: OF_A_FIRE,
    alarms: ['emergencyTemperature', 'frequentArcs', 'riskJump'],
  },
  {
    what: 'a cabinet that warms and cools every twelve minutes',
    devices: ['near'],
    from: at(21, 1),
    minutes: 180,
    change: ({ pcbTemp, sensorTemp }, n) => {
      const wave = 4 * Math.sin((Math.PI * n) / 3);
      return { pcbTemp: pcbTemp + wave, sensorTemp: sensorTemp + wave };
    },
    findings: ['periodicTemperature'],
    alarms: [],
  },
  {
    what: 'paint in the room',
    devices: ['alone'],
    from: at(25, 10),
    minutes: 60,
    change: () => ({ voc: 700 }),
    findings: ['sensorAnomaly'],
    alarms: [],
  },
];

/** A finding lasts as long as what is left of it in a window, an hour at most. */
const AFTER_MS = 3_600_000;

function analysed() {
  const known = new Map<string, KnownDevice>(
    DEVICES.map((name) => {
      const place = { floorId: 'f', xM: METRES[name], yM: 0, zoneId: null, upstreamPanel: null };
      return [name, { name, place, facts: { ratedCurrentA: null, gasSensor: null } }];
    }),
  );
  const analysis = new Analysis(DEFAULT_THRESHOLDS, known, () => {});
  for (const message of delivered()) {
    const decoded = decodeMessage(message, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
    if (!decoded.ok) throw new Error(decoded.detail);
    analysis.take(decoded.reading);
  }
  return analysis.report(0);
}

/** In the order of their arrival: one in fifty comes late, and one in fifty twice. */
function* delivered(): Generator<SimulatedMessage> {
  const building = createBuilding({ seed: 3 });
  const simulator = createSimulator({ building, seed: 3, startAt: START, incidents: false });
  const network = seeded(3, 'network');
  let held: SimulatedMessage[] = [];
  for (let now = START; now < START + DAYS * DAY; now += INTERVAL) {
    const before = held;
    held = [];
    for (const deviceId of DEVICES) {
      const message = simulator.step(CIRCUITS[deviceId], now);
      if (message === null) continue;
      const sent = planted({ ...message, deviceId }, now);
      const luck = network.next();
      if (luck < 0.04) held.push(sent);
      if (luck >= 0.02) yield sent;
    }
    yield* before;
  }
  yield* held;
}

function planted(message: SimulatedMessage, now: number): SimulatedMessage {
  let changed = message;
  for (const { devices, from, minutes, change } of PLANTS)
    if (
      devices.includes(message.deviceId as Device) &&
      now >= from &&
      now < from + minutes * MINUTE
    )
      changed = { ...changed, ...change(message, (now - from) / INTERVAL) };
  return { ...changed, verifySts: changed.status };
}

test('a month shows what was planted in it, where it was planted, and nothing else', () => {
  const { findings, alarms, readings, leftOut } = analysed();
  expect(readings).toBe((DEVICES.length * DAYS * DAY) / INTERVAL);
  expect(leftOut).toBeGreaterThan(1_000);
  const ofPlant = <T extends { readonly deviceId: string }>(
    { devices, from, minutes }: Plant,
    all: readonly T[],
    atOf: (one: T) => number,
  ) =>
    all.filter(
      (one) =>
        devices.includes(one.deviceId as Device) &&
        atOf(one) >= from &&
        atOf(one) < from + minutes * MINUTE + AFTER_MS,
    );
  const explainedFindings = new Set();
  const explainedAlarms = new Set();
  for (const plant of PLANTS) {
    const found = ofPlant(plant, findings, ({ from }) => from);
    expect(new Set(found.map(({ kind }) => kind)), plant.what).toEqual(new Set(plant.findings));
    const raised = ofPlant(plant, alarms, (one) => one.at);
    const expected = plant.alarms.flatMap((kind) =>
      (kind === 'riskCluster' ? plant.devices.slice(0, 1) : plant.devices).map(
        (deviceId) => `${deviceId} ${kind}`,
      ),
    );
    expect(raised.map(({ deviceId, kind }) => `${deviceId} ${kind}`).sort(), plant.what).toEqual(
      expected.sort(),
    );
    for (const one of found) explainedFindings.add(one);
    for (const one of raised) explainedAlarms.add(one);
  }
  expect(findings.filter((one) => !explainedFindings.has(one))).toEqual([]);
  expect(alarms.filter((one) => !explainedAlarms.has(one))).toEqual([]);
  const rhythm = findings.find(({ kind }) => kind === 'periodicTemperature');
  expect(rhythm?.limit).toBeCloseTo(12, 0);
});
