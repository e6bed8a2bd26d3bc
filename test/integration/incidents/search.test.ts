import { describe, expect, test } from 'vitest';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { DeviceRegistry } from '#engine/storage/DeviceRegistry.ts';
import { retainAlarms } from '#engine/storage/retainAlarms.ts';
import { T0 } from '../alarms/Scenario.ts';
import { CHIEF, GUARD, MINUTE, OTHER, ResponseScenario, TEST_RUN } from './ResponseScenario.ts';

/** Three incidents on two floors: one closed, one waiting, one active. */
function site() {
  const scenario = new ResponseScenario();
  const registry = new DeviceRegistry(scenario.db);
  const floor = { widthM: 10, heightM: 10, planSvg: '', zones: [] };
  registry.saveFloor({
    ...floor,
    id: 'b1',
    level: -1,
    name: { ko: '지하 1층', en: 'Basement' },
    zones: [{ id: 'ev', name: { ko: '전기차 충전', en: 'EV charging' }, polygon: [] }],
  });
  registry.saveFloor({ ...floor, id: 'f2', level: 1, name: { ko: '지상 2층', en: 'Floor 2' } });
  const place = (id: string, name: string, floorId: string, zoneId: string | null) => {
    scenario.place(id, { name, floorId, zoneId });
    registry.place(id, scenario.placements.get(id)!, 'x', 0);
  };
  place('device-1', '충전기 3번', 'b1', 'ev');
  place('device-2', '탕비실 분전반', 'f2', null);
  place('device-3', '서버실_A', 'f2', null);
  const alarms = ['device-1', 'device-2', 'device-3'].map(
    (device, i) => scenario.raise(device, i * 60, 'arcAlarm')[0]!,
  );
  const [first, second, third] = alarms.map((alarm) => scenario.of(alarm).incident.id);
  scenario.end('device-1', 5);
  scenario.tickAll(first!, OTHER);
  scenario.rooms.acts.close(first!, TEST_RUN, [], CHIEF);
  scenario.end('device-2', 70);
  const list = (said: Partial<Parameters<typeof scenario.rooms.reads.list>[0]> = {}) =>
    scenario.rooms.reads.list({ limit: 50, offset: 0, ...said }).items.map(({ number }) => number);
  return { scenario, list, first: first!, second: second!, third: third! };
}

describe('the list', () => {
  test('has the open ones first, then the newest, with what waits to be closed', () => {
    const { scenario, list } = site();
    expect(list()).toEqual([3, 2, 1]);
    const page = scenario.rooms.reads.list({ limit: 50, offset: 0 });
    expect(page.items.map(({ phase }) => phase)).toEqual(['active', 'waiting', 'closed']);
    expect(page).toMatchObject({ total: 3, open: 2, waiting: 1 });
    expect(list({ limit: 1, offset: 1 })).toEqual([2]);
  });

  test('an old fire that stands is above newer abnormalities, and those above what only waits', () => {
    const { scenario, list } = site();
    scenario.raise('leak', 300, 'totalLeakage');
    scenario.raise('over', 400, 'overcurrent');
    scenario.end('over', 401);
    expect(list()).toEqual([3, 4, 5, 2, 1]);
  });

  test.each([
    ['phase', { phase: 'waiting' as const }, [2]],
    ['phase', { phase: 'active' as const }, [3]],
    ['phase', { phase: 'open' as const }, [3, 2]],
    ['phase', { phase: 'closed' as const }, [1]],
    ['outcome', { outcome: 'test' as const }, [1]],
    ['outcome', { outcome: 'real' as const }, []],
    ['what stood since', { from: T0 + 130 * MINUTE }, [3, 2]],
    ['what began before', { to: T0 + 30 * MINUTE }, [1]],
    ['device', { text: 'device-2' }, [2]],
    ['device, in capitals', { text: 'DEVICE-2' }, [2]],
    ['a device’s name', { text: '탕비실' }, [2]],
    ['floor', { text: '지상' }, [3, 2]],
    ['floor in English', { text: 'floor 2' }, [3, 2]],
    ['zone', { text: 'ev charging' }, [1]],
    ['who closed it', { text: '박책임' }, [1]],
    ['who ticked', { text: '이영희' }, [1]],
    ['who acknowledged', { text: '김철수' }, [2, 1]],
    ['number', { text: '#2' }, [2]],
    ['number', { text: '3' }, [3, 1]],
    ['an underscore as itself', { text: '서버실_' }, [3]],
    ['nothing that a pattern would match', { text: '%' }, []],
    ['nobody', { text: '홍길동' }, []],
  ])('is found by %s: %j', (_, said, expected) => {
    expect(site().list(said)).toEqual(expected);
  });

  test('a thousand incidents are paged in a moment', () => {
    const { scenario } = site();
    const { db } = scenario;
    const add = db.prepare(
      `INSERT INTO incident (id, place, status, opened_ms, first_onset_ms, last_onset_ms)
       VALUES (?, 'device/x', 'open', 0, 0, ?)`,
    );
    db.transaction(() => {
      for (let i = 0; i < 1000; i++) add.run(`made up ${i}`, i);
    })();
    const page = scenario.rooms.reads.list({ limit: 50, offset: 50 });
    expect(page.items).toHaveLength(50);
    expect(page.total).toBe(1003);
  });
});

describe('an export', () => {
  test('is whole: alarms with their evidence, acts, ticks, notes, files, cards, and the head of the audit chain', () => {
    const { scenario, second } = site();
    scenario.rooms.acts.note(second, '냄새 없음', undefined, GUARD);
    scenario.tickAll(second);
    const { db } = scenario;
    const exported = scenario.rooms.exportIncident(second, GUARD);
    expect(exported?.fileName).toMatch(/^emberwatch-incident-2-\d{4}-\d\d-\d\d\.json$/);
    const document = JSON.parse(exported?.json ?? '{}');
    expect(document).toMatchObject({
      format: 'emberwatch-incident',
      formatVersion: 1,
      simulated: false,
      exportedBy: '김철수',
      site: { timeZone: 'Asia/Seoul' },
      incident: { number: 2, phase: 'waiting' },
      devices: [{ id: 'device-2', placement: { name: '탕비실 분전반' } }],
      procedures: [{ kind: 'arcAlarm', version: 0 }],
      audit: new AuditChain({ db, now: () => T0 }).head(),
    });
    expect(document.alarms[0].evidence.reading.deviceId).toBe('device-2');
    expect(document.alarms[0].events.map(({ type }: { type: string }) => type)).toEqual([
      'raise',
      'clear',
      'acknowledge',
      'reset',
    ]);
    expect(document.ticks).toHaveLength(3);
    expect(document.events.map(({ type }: { type: string }) => type)).toEqual(['open', 'note']);
    expect(scenario.audited().at(-1)).toBe('incident.export');
    expect(scenario.rooms.exportIncident('no such', GUARD)).toBeUndefined();
  });
});

test('alarms of an incident outlive the retention of alarms; those of none, and their ticks, don’t', () => {
  const { scenario, first } = site();
  scenario.alarms.silence({ silent: ['lonely'] }, 200 * MINUTE);
  const { id } = scenario.alarms.alarm('deviceSilent', 'lonely');
  const subject = scenario.rooms.subject({ alarmId: id })!;
  scenario.rooms.sheets.change('tick', subject, { stepId: 'patrolThere', note: null }, GUARD);
  scenario.alarms.silence({ heardAgain: ['lonely'] }, 201 * MINUTE);
  scenario.act('acknowledge', id);
  expect(retainAlarms(scenario.db, scenario.alarms.now + 1)).toBe(1);
  expect(scenario.alarms.desk.get(id)).toBeUndefined();
  const left = scenario.db.prepare('SELECT count(*) FROM response_tick WHERE subject_id = ?');
  expect(left.pluck().get(id)).toBe(0);
  expect(scenario.rooms.reads.detail(first, 100)?.alarms).toHaveLength(1);
});
