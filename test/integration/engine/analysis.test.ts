/** What the analysis of the stream makes of readings, along the real path and over real files. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readDetail } from '#shared/alarms/troubleDetail.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const START = Date.UTC(2026, 8, 1, 3);
const SECOND = 1_000;
const MINUTE = 60_000;
const HOT = { pcbTemp: 50, sensorTemp: 72 };
const IN_DANGER = {
  status: 4095,
  verifySts: 4095,
  sensorTemp: 90,
  co: 500,
  voc: 5_000,
  zct: 50,
  ct: 150,
};

let desk: PipelineDesk;
let idx = 0;
beforeEach(() => {
  desk = new PipelineDesk(START);
});
afterEach(() => desk.dispose());

function hear(deviceId: string, change: Record<string, unknown> = {}): void {
  desk.hear(deviceId, ++idx, change);
  desk.pipeline.flush();
}

/** Readings ten seconds apart, each looked at. */
function hearFor(ms: number, deviceId: string, change: Record<string, unknown> = {}): void {
  for (let passed = 0; passed < ms; passed += 10 * SECOND) {
    hear(deviceId, change);
    desk.analysis.tick();
    desk.clock += 10 * SECOND;
  }
}

const ANALYSIS = ['emergencyTemperature', 'riskJump', 'riskCluster', 'frequentArcs'];
const found = () =>
  desk.alarms
    .open()
    .filter(({ kind }) => ANALYSIS.includes(kind))
    .map(({ kind, deviceId, conditionActive }) => [kind, deviceId, conditionActive]);
const alarm = (kind: string) => desk.alarms.open().find((one) => one.kind === kind);

describe('a temperature that jumps over the emergency limit', () => {
  beforeEach(() => {
    hearFor(3 * MINUTE, 'device-1');
    hear('device-1', HOT);
  });

  test('is an alarm once it was looked at, and no reading waits for that', () => {
    expect(desk.acknowledged).toHaveLength(19);
    expect(desk.alarms.open().map(({ kind }) => kind)).toEqual(['risk']);
    desk.analysis.tick();
    expect(found()).toEqual([['emergencyTemperature', 'device-1', true]]);
    expect(alarm('emergencyTemperature')).toMatchObject({
      alarmClass: 'fire',
      priority: 'HIGH',
      state: 'unacknowledged',
      onsetAt: desk.clock,
      thresholdsVersion: '2026-3',
      evidence: { reading: { sensorTemperature: 72 } },
    });
    expect(readDetail(alarm('emergencyTemperature')?.detail ?? '')).toEqual({
      type: 'emergencyTemperature',
      celsius: 72,
      over: 35,
      heldMs: 0,
    });
  });

  test('stays one alarm while it lasts, and latches when it has been gone for the cool-down', () => {
    desk.analysis.tick();
    const { id } = alarm('emergencyTemperature')!;
    hearFor(5 * MINUTE, 'device-1', HOT);
    expect(found()).toHaveLength(1);
    hearFor(4 * MINUTE, 'device-1');
    expect(alarm('emergencyTemperature')).toMatchObject({ id, conditionActive: true });
    hearFor(2 * MINUTE, 'device-1');
    expect(alarm('emergencyTemperature')).toMatchObject({
      id,
      state: 'latchedUnacknowledged',
      conditionActive: false,
    });
    const raises = desk.alarms.get(id)?.events.filter(({ type }) => type === 'raise');
    expect(raises).toHaveLength(1);
  });

  test('just under the limit is not calm yet', () => {
    desk.analysis.tick();
    hearFor(8 * MINUTE, 'device-1', { sensorTemp: 64.5 });
    expect(alarm('emergencyTemperature')?.conditionActive).toBe(true);
  });

  test('is the same alarm after a restart, and ends after one', async () => {
    desk.analysis.tick();
    const { id } = alarm('emergencyTemperature')!;
    await desk.restart();
    hear('device-1', HOT);
    desk.analysis.tick();
    expect(alarm('emergencyTemperature')?.id).toBe(id);
    desk.clock += 10 * SECOND;
    hearFor(6 * MINUTE, 'device-1');
    expect(alarm('emergencyTemperature')).toMatchObject({ id, conditionActive: false });
  });
});

test('what gets there slowly is an alarm when it has stayed for three minutes', () => {
  for (let celsius = 40; celsius <= 66; celsius += 0.5) {
    hear('device-1', { pcbTemp: 45, sensorTemp: celsius });
    desk.analysis.tick();
    desk.clock += MINUTE;
  }
  expect(found()).toEqual([]);
  hearFor(3 * MINUTE + 10 * SECOND, 'device-1', { pcbTemp: 45, sensorTemp: 66 });
  expect(found()).toEqual([['emergencyTemperature', 'device-1', true]]);
  expect(readDetail(alarm('emergencyTemperature')?.detail ?? '')).toMatchObject({ over: null });
});

test('a risk that rises by more than half within ten minutes is one alarm', () => {
  hearFor(2 * MINUTE, 'device-1');
  hearFor(2 * MINUTE, 'device-1', IN_DANGER);
  expect(found()).toContainEqual(['riskJump', 'device-1', true]);
  expect(found().filter(([kind]) => kind === 'riskJump')).toHaveLength(1);
});

test('frequent arcs are one alarm until they have become rare', () => {
  hearFor(MINUTE, 'device-1', { aArc: 2 });
  expect(found()).toEqual([['frequentArcs', 'device-1', true]]);
  expect(alarm('frequentArcs')).toMatchObject({ alarmClass: 'supervisory', priority: 'HIGH' });
  hearFor(14 * MINUTE, 'device-1');
  expect(found()).toEqual([['frequentArcs', 'device-1', true]]);
  hearFor(2 * MINUTE, 'device-1');
  expect(found()).toEqual([['frequentArcs', 'device-1', false]]);
});

describe('neighbours', () => {
  const place = (id: string, change: Partial<DevicePlacement>) => {
    const placement = {
      name: `${id} name`,
      floorId: 'floor-1',
      xM: 0,
      yM: 0,
      zoneId: null,
      upstreamPanel: null,
      ratedCurrentA: null,
      gasSensor: null,
      temperatureSensor: null,
      model: null,
      expectedIntervalMs: 10_000,
      ...change,
    };
    const { registry } = desk.storage;
    registry.saveFloor({
      id: 'floor-1',
      name: { ko: '1층', en: 'Floor 1' },
      level: 0,
      widthM: 100,
      heightM: 10,
      planSvg: '<svg/>',
      zones: [],
    });
    registry.discover(id, START);
    desk.trackers.register(registry.place(id, placement, 'test', START));
  };
  beforeEach(() => {
    place('near-1', { zoneId: 'zone-1' });
    place('near-2', { zoneId: 'zone-1', xM: 30 });
    place('far', { zoneId: 'zone-2', xM: 60 });
  });
  const both = (ms: number, one: object, other: object) => {
    for (let passed = 0; passed < ms; passed += 10 * SECOND) {
      hear('near-1', { ...one });
      hear('near-2', { ...other });
      desk.analysis.tick();
      desk.clock += 10 * SECOND;
    }
  };

  test('in danger together are one alarm, about the first of them', () => {
    hear('far', HOT);
    hear('near-1', HOT);
    desk.analysis.tick();
    expect(found()).toEqual([]);
    desk.clock += MINUTE;
    hear('near-2', HOT);
    desk.analysis.tick();
    expect(found()).toEqual([['riskCluster', 'near-1', true]]);
    expect(readDetail(alarm('riskCluster')?.detail ?? '')).toEqual({
      type: 'riskCluster',
      devices: ['near-1 name', 'near-2 name'],
      count: 2,
    });
    expect(alarm('riskCluster')).toMatchObject({
      alarmClass: 'fire',
      evidence: { reading: { deviceId: 'near-1' } },
    });
  });

  test('that flicker in and out of danger are still one alarm, which goes when they stay calm', () => {
    both(MINUTE, HOT, HOT);
    const { id } = alarm('riskCluster')!;
    for (let i = 0; i < 4; i++) {
      both(MINUTE, HOT, {});
      both(MINUTE, HOT, HOT);
    }
    both(4 * MINUTE, {}, {});
    expect(alarm('riskCluster')).toMatchObject({ id, conditionActive: true });
    both(2 * MINUTE, {}, {});
    expect(alarm('riskCluster')).toMatchObject({ id, conditionActive: false });
    const raises = desk.alarms.get(id)?.events.filter(({ type }) => type === 'raise');
    expect(raises).toHaveLength(1);
  });

  test('of which one burned out stay in danger however long the other is calm', () => {
    both(MINUTE, HOT, HOT);
    hearFor(30 * MINUTE, 'near-2');
    expect(found()).toContainEqual(['riskCluster', 'near-1', true]);
  });

  test('stand after a restart until they say otherwise', async () => {
    both(MINUTE, HOT, HOT);
    await desk.restart();
    desk.analysis.tick();
    desk.clock += 20 * MINUTE;
    desk.analysis.tick();
    expect(found()).toContainEqual(['riskCluster', 'near-1', true]);
    hearFor(MINUTE, 'near-1');
    expect(found()).toContainEqual(['riskCluster', 'near-1', false]);
  });
});

test('what a walk test makes of a device is no finding', () => {
  hearFor(3 * MINUTE, 'device-1');
  const person = { operator: '김관제', role: 'supervisor', desk: 'desk-1' } as const;
  const request = { deviceIds: ['device-1'], mode: 'audible', note: '', forMs: MINUTE } as const;
  expect(desk.walkTest.walkTests.begin(request, person)).toMatchObject({ done: true });
  hear('device-1', HOT);
  desk.analysis.tick();
  expect(found()).toEqual([]);
});

test('findings are kept as episodes, and let go with the alarms of their time', () => {
  hearFor(3 * MINUTE, 'device-1');
  hearFor(2 * MINUTE, 'device-1', { voc: 900 });
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100 };
  expect(desk.analysis.findings(all)).toEqual([
    {
      deviceId: 'device-1',
      kind: 'sensorAnomaly',
      subject: 'voc',
      from: START + 3 * MINUTE,
      to: START + 5 * MINUTE - 10 * SECOND,
      count: 12,
      value: 900,
      limit: 500,
    },
  ]);
  expect(desk.analysis.findings({ ...all, kind: 'riskJump' })).toEqual([]);
  expect(desk.analysis.findings({ ...all, deviceId: 'device-2' })).toEqual([]);
  expect(desk.analysis.retain(START + 5 * MINUTE)).toBe(1);
  expect(desk.analysis.findings(all)).toEqual([]);
});

test('what the disk refuses is shown, and recorded when it takes it', () => {
  hearFor(3 * MINUTE, 'device-1');
  hear('device-1', HOT);
  const persist = vi.spyOn(desk.alarms, 'persist').mockImplementation(() => {
    throw new Error('disk is full');
  });
  desk.analysis.tick();
  expect(found()).toEqual([]);
  expect(desk.analysis.unrecorded().map(({ kind }) => kind)).toEqual(['emergencyTemperature']);
  expect(desk.shown.at(-1)?.alarms.map(({ kind }) => kind)).toEqual(['emergencyTemperature']);
  persist.mockRestore();
  desk.analysis.tick();
  expect(desk.analysis.unrecorded()).toEqual([]);
  expect(found()).toEqual([['emergencyTemperature', 'device-1', true]]);
});

test('a clock that was set back does not make the present late', () => {
  hearFor(3 * MINUTE, 'device-1', { timestamp: null });
  desk.clock -= 30 * MINUTE;
  hearFor(3 * MINUTE, 'device-1', { timestamp: null });
  hear('device-1', { ...HOT, timestamp: null });
  desk.analysis.tick();
  expect(found()).toEqual([['emergencyTemperature', 'device-1', true]]);
});
