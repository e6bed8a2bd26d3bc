import path from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { DeviceRegistry, type Site } from '#engine/storage/DeviceRegistry.ts';
import { DeviceStates } from '#engine/storage/DeviceStates.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { retainAlarms } from '#engine/storage/retainAlarms.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { ThresholdSets } from '#engine/storage/ThresholdSets.ts';
import type { DevicePlacement, FloorView } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { scored } from '../../unit/storage/readings.ts';
import { silent, temporaryFolder } from './folder.ts';

const NOW = Date.parse('2026-01-02T03:04:05.678Z');

function controlRoom(): Database.Database {
  const file = path.join(temporaryFolder(), 'control-room.db');
  const { db } = openControlRoom({ path: file, now: () => NOW, log: silent });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

const SITE: Site = {
  id: 'tower',
  name: { ko: '한빛 타워', en: 'Hanbit Tower' },
  timeZone: 'Asia/Seoul',
  powerUnit: 'kW',
  powerFactorUnit: 'ratio',
  simulated: true,
};

function floor(id: string, level: number): FloorView {
  return {
    id,
    name: { ko: `${level}층`, en: `Floor ${level}` },
    level,
    widthM: 48.5,
    heightM: 30,
    planSvg: '<svg viewBox="0 0 48.5 30"/>',
    zones: [
      {
        id: `${id}-a`,
        name: { ko: '가', en: 'A' },
        polygon: [
          [0, 0],
          [1.5, 0],
          [0, 2],
        ],
      },
    ],
  };
}

const PLACEMENT: DevicePlacement = {
  name: '분전반 3',
  floorId: 'f1',
  xM: 12.5,
  yM: 0,
  zoneId: 'f1-a',
  upstreamPanel: null,
  ratedCurrentA: 30,
  gasSensor: null,
  temperatureSensor: null,
  model: null,
  expectedIntervalMs: 5_000,
};

describe('the device registry', () => {
  test('of a new folder is empty', () => {
    const registry = new DeviceRegistry(controlRoom());
    expect(registry.site()).toBeNull();
    expect(registry.floors()).toEqual([]);
    expect(registry.devices()).toEqual([]);
  });

  test('gives site and floors back as they were saved, the highest floor first', () => {
    const registry = new DeviceRegistry(controlRoom());
    registry.saveSite(SITE);
    for (const [id, level] of [
      ['f1', 0],
      ['b1', -1],
      ['f2', 1],
    ] as const)
      registry.saveFloor(floor(id, level));
    expect(registry.site()).toEqual(SITE);
    expect(registry.floors()).toEqual([floor('f2', 1), floor('f1', 0), floor('b1', -1)]);
  });

  test('belongs to one site', () => {
    const registry = new DeviceRegistry(controlRoom());
    registry.saveSite(SITE);
    registry.saveSite({ ...SITE, id: 'plant', simulated: false });
    expect(registry.site()).toEqual({ ...SITE, id: 'plant', simulated: false });
  });

  test('discovers a device once, and keeps when it was first seen', () => {
    const registry = new DeviceRegistry(controlRoom());
    expect(registry.discover('device-1', NOW)).toBe(true);
    expect(registry.discover('device-1', NOW + 1)).toBe(false);
    expect(registry.devices()).toEqual([{ id: 'device-1', firstSeenAt: NOW, placement: null }]);
  });

  test('places, moves, and keeps a device when its floor is drawn anew', () => {
    const registry = new DeviceRegistry(controlRoom());
    registry.saveFloor(floor('f1', 0));
    registry.discover('device-1', NOW - 5);
    expect(registry.place('device-1', PLACEMENT, 'kim', NOW)).toEqual({
      id: 'device-1',
      firstSeenAt: NOW - 5,
      placement: PLACEMENT,
    });
    const moved = { ...PLACEMENT, xM: 1, zoneId: null, upstreamPanel: 'MDB-1', model: 'EW-2' };
    registry.place('device-1', moved, 'lee', NOW + 1);
    registry.saveFloor({ ...floor('f1', 0), widthM: 60 });
    expect(registry.devices()).toEqual([
      { id: 'device-1', firstSeenAt: NOW - 5, placement: moved },
    ]);
  });

  test('can place a device that has not reported yet', () => {
    const registry = new DeviceRegistry(controlRoom());
    registry.saveFloor(floor('f1', 0));
    expect(registry.place('device-9', PLACEMENT, 'kim', NOW).firstSeenAt).toBe(NOW);
    expect(registry.discover('device-9', NOW + 1)).toBe(false);
  });

  test('refuses a floor that does not exist, and changes nothing', () => {
    const registry = new DeviceRegistry(controlRoom());
    registry.discover('device-1', NOW);
    expect(() => registry.place('device-1', PLACEMENT, 'kim', NOW)).toThrow('no floor f1');
    expect(registry.devices()[0]!.placement).toBeNull();
  });
});

describe('device states', () => {
  function states() {
    const db = controlRoom();
    const registry = new DeviceRegistry(db);
    for (const id of ['device-1', 'device-2']) registry.discover(id, NOW);
    return { db, states: new DeviceStates(db) };
  }

  test('come back as they were saved', () => {
    const { states: store } = states();
    const rows = [
      scored(
        NOW,
        { deviceId: 'device-1', quality: ['late'] },
        { reasons: [{ source: 'rule', code: 'arcs', weight: 0.3 }] },
      ),
      scored(NOW, { deviceId: 'device-2', idx: null, deviceTime: null }),
    ];
    store.save(rows);
    expect(store.load()).toEqual(rows);
  });

  test('keep the last one saved of each device, also when its clock went back', () => {
    const { states: store } = states();
    store.save([scored(NOW), scored(NOW + 5)]);
    store.save([scored(NOW - 100)]);
    expect(store.load()).toEqual([scored(NOW - 100)]);
  });

  test('with what the hazard floor waits for; where that can’t be read, without', () => {
    const { db, states: store } = states();
    const floors = { temperature: { since: NOW - 600_000, seenAt: NOW } };
    store.save([{ ...scored(NOW), floors }]);
    expect(store.load()).toEqual([{ ...scored(NOW), floors }]);
    db.prepare('UPDATE device_state SET floors_json = ?').run('{"temperature":{"since":"x"}}');
    expect(store.load()).toEqual([scored(NOW)]);
    store.save([scored(NOW + 1)]);
    expect(db.prepare('SELECT floors_json FROM device_state').pluck().get()).toBeNull();
  });

  test('roll back with the caller’s transaction', () => {
    const { db, states: store } = states();
    store.save([scored(NOW)]);
    expect(() =>
      db.transaction(() => {
        store.save([scored(NOW + 1)]);
        throw new Error('the alarms could not be saved');
      })(),
    ).toThrow();
    expect(store.load()).toEqual([scored(NOW)]);
  });

  test('that a repair brought back unreadable are left out, and the others load', () => {
    const { db, states: store } = states();
    store.save([scored(NOW), scored(NOW, { deviceId: 'device-2' })]);
    db.prepare(
      "UPDATE device_state SET reading_json = '{\"dev' WHERE device_id = 'device-1'",
    ).run();
    expect(store.load()).toEqual([scored(NOW, { deviceId: 'device-2' })]);
  });
});

describe('settings', () => {
  const Shape = z.object({ seconds: z.number(), name: z.string() });

  test('come back typed, and are null when they were never set', () => {
    const settings = new Settings(controlRoom());
    expect(settings.get('escalation', Shape)).toBeNull();
    settings.set('escalation', { seconds: 30, name: '야간' }, NOW, 'kim');
    settings.set('escalation', { seconds: 60, name: '야간' }, NOW + 1);
    expect(settings.get('escalation', Shape)).toEqual({ seconds: 60, name: '야간' });
  });

  test('that this version can’t use count as not set', () => {
    const db = controlRoom();
    const settings = new Settings(db);
    settings.set('escalation', { minutes: 1 }, NOW);
    expect(settings.get('escalation', Shape)).toBeNull();
    db.prepare("UPDATE setting SET value_json = '{' WHERE key = 'escalation'").run();
    expect(settings.get('escalation', Shape)).toBeNull();
  });
});

describe('threshold sets', () => {
  const table = (version: string, high = 60) => ({ version, high }) as unknown as Thresholds;

  test('know the one in force and every earlier one', () => {
    const sets = new ThresholdSets(controlRoom());
    expect(sets.current()).toBeNull();
    sets.record(table('seed-1'), NOW);
    sets.record(table('site-2', 55), NOW + 1, 'lee');
    expect(sets.current()).toEqual(table('site-2', 55));
    expect(sets.byVersion('seed-1')).toEqual(table('seed-1'));
    expect(sets.byVersion('never')).toBeNull();
  });

  test('can go back to an earlier one', () => {
    const sets = new ThresholdSets(controlRoom());
    sets.record(table('seed-1'), NOW);
    sets.record(table('site-2'), NOW + 1);
    sets.record(table('seed-1'), NOW + 2);
    expect(sets.current()?.version).toBe('seed-1');
  });

  test('do not change who set the one in force when the desk starts again', () => {
    const db = controlRoom();
    const sets = new ThresholdSets(db);
    sets.record(table('site-2'), NOW, 'lee');
    sets.record(table('site-2'), NOW + 9);
    expect(db.prepare('SELECT since_ms, changed_by FROM threshold_set').all()).toEqual([
      { since_ms: NOW, changed_by: 'lee' },
    ]);
  });

  test('refuse other limits under a version that alarms already name', () => {
    const sets = new ThresholdSets(controlRoom());
    sets.record(table('seed-1', 60), NOW);
    expect(() => sets.record(table('seed-1', 70), NOW + 1)).toThrow(
      'give the changed table a new version',
    );
    expect(sets.current()).toEqual(table('seed-1', 60));
  });
});

test('retention deletes alarms that ended before the limit with their events, and never one that still stands', () => {
  const db = controlRoom();
  const alarm = db.prepare(
    `INSERT INTO alarm (id, site_id, device_id, kind, alarm_class, priority, state, condition_active,
       onset_ms, raised_ms, ended_ms, thresholds_version)
     VALUES (?, 'site', ?, 'risk', 'fire', 'HIGH', 'normal', 0, 0, 0, ?, 'seed-1')`,
  );
  const event = db.prepare(
    "INSERT INTO alarm_event (alarm_id, at_ms, type, from_state, to_state) VALUES (?, 0, 'raise', 'normal', 'unacknowledged')",
  );
  for (const [id, ended] of [
    ['old', NOW - 1],
    ['edge', NOW],
    ['new', NOW + 1],
    ['standing', null],
  ] as const) {
    alarm.run(id, id, ended);
    event.run(id);
    event.run(id);
  }
  expect(retainAlarms(db, NOW)).toBe(1);
  const kept = ['edge', 'new', 'standing'];
  expect(db.prepare('SELECT id FROM alarm ORDER BY id').pluck().all()).toEqual(kept);
  expect(db.prepare('SELECT DISTINCT alarm_id FROM alarm_event ORDER BY 1').pluck().all()).toEqual(
    kept,
  );
});
