/** The table of all alarms: what a question finds, in which order, and how it is looked up. */
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { conditionOf, orderedRows } from '#engine/alarms/table/alarmSearch.ts';
import { PlaceBook } from '#engine/alarms/table/PlaceBook.ts';
import { readChanges, readOutline, readPage } from '#engine/alarms/table/readAlarms.ts';
import { DeviceRegistry } from '#engine/storage/DeviceRegistry.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import {
  ALARM_SORTS,
  AlarmFilter,
  type AlarmSort,
  SORT_ORDERS,
} from '#shared/alarms/alarmTable.ts';
import type { AlarmCursor } from '#shared/contract/alarmTableViews.ts';
import {
  FIRST_ONSET,
  manyAlarms,
  pastAlarm,
  STANDING,
  storeAlarms,
} from '../../support/storedAlarms.ts';

function emptyRoom(): Database.Database {
  const db = new Database(':memory:');
  for (const { sql } of MIGRATIONS) db.exec(sql);
  return db;
}

function controlRoom(): Database.Database {
  const db = emptyRoom();
  onTestFinished(() => {
    db.close();
  });
  return db;
}

const QUESTION = { filter: {}, sort: 'onset', order: 'desc', simulated: false } as const;
const MINUTE = 60_000;

/** Two floors with a zone each, a device on each, and one that waits in the inbox. */
function building(db: Database.Database): void {
  const registry = new DeviceRegistry(db);
  for (const [id, ko, en, zone] of [
    ['f1', '1층', 'Floor 1', '기계실'],
    ['f2', '2층', 'Floor 2', '전산실'],
  ] as const) {
    registry.saveFloor({
      id,
      name: { ko, en },
      level: 1,
      widthM: 10,
      heightM: 10,
      planSvg: '<svg/>',
      zones: [{ id: 'z', name: { ko: zone, en: `Room of ${id}` }, polygon: [] }],
    });
    const placement = {
      name: `분전반 ${id.toUpperCase()}`,
      floorId: id,
      xM: 1,
      yM: 1,
      zoneId: 'z',
      upstreamPanel: null,
      ratedCurrentA: null,
      gasSensor: null,
      temperatureSensor: null,
      model: null,
      expectedIntervalMs: 10_000,
    };
    registry.place(`dev-${id}`, placement, 'installer', FIRST_ONSET);
  }
  registry.discover('dev-inbox', FIRST_ONSET);
}

const ALARMS: readonly AlarmRecord[] = [
  pastAlarm('dev-f1', 'pcbTempAlarm', FIRST_ONSET, { priority: 'CRITICAL' }),
  pastAlarm('dev-f1', 'overvoltage', FIRST_ONSET + MINUTE, {
    priority: 'LOW',
    acknowledgedBy: '이영희',
  }),
  pastAlarm('dev-f2', 'pcbTempAlarm', FIRST_ONSET + 2 * MINUTE, {
    endedAt: FIRST_ONSET + 99 * MINUTE,
  }),
  pastAlarm('dev-inbox', 'deviceSilent', FIRST_ONSET + 3 * MINUTE, { acknowledgedBy: null }),
  pastAlarm('desk/feed/mqtt-1', 'feedDown', FIRST_ONSET + 4 * MINUTE),
  pastAlarm('dev-f2', 'overvoltage', FIRST_ONSET + 5 * MINUTE, STANDING),
];

function filled(): Database.Database {
  const db = controlRoom();
  building(db);
  storeAlarms(db, ALARMS);
  return db;
}

/** Which of `ALARMS` a filter finds, newest first. */
function found(db: Database.Database, filter: object, simulated = false): readonly number[] {
  const parsed = AlarmFilter.parse(filter);
  const page = readPage(db, { ...QUESTION, filter: parsed, simulated, limit: 100 });
  const outline = readOutline(db, {
    ...QUESTION,
    filter: parsed,
    simulated,
    through: page.through,
    step: 100,
  });
  expect(outline.total).toBe(page.rows.length);
  return page.rows.map(({ alarm }) => ALARMS.findIndex(({ id }) => id === alarm.id));
}

describe('a filter', () => {
  let db: Database.Database;
  const judge = (n: number, outcome: string) => {
    db.prepare(
      `INSERT INTO incident (id, place, status, opened_ms, first_onset_ms, last_onset_ms)
       VALUES (?, 'zone', 'open', 1, 1, 1)`,
    ).run(`incident-${n}`);
    db.prepare(
      `INSERT INTO incident_alarm (alarm_id, incident_id, device_id, joined_ms, outcome, cause)
       VALUES (?, ?, 'dev', 1, ?, NULL)`,
    ).run(ALARMS[n]!.id, `incident-${n}`, outcome);
  };
  beforeAll(() => {
    db = emptyRoom();
    building(db);
    storeAlarms(db, ALARMS);
    judge(0, 'nuisance');
    judge(1, 'test');
    return () => {
      db.close();
    };
  });

  test.each<[string, object, readonly number[]]>([
    ['nothing', {}, [5, 4, 3, 2, 1, 0]],
    ['a class', { classes: ['fire'] }, [2, 0]],
    ['two classes', { classes: ['fire', 'trouble'] }, [4, 3, 2, 0]],
    ['a priority', { priorities: ['CRITICAL', 'LOW'] }, [1, 0]],
    ['what stands', { states: ['unacknowledged', 'acknowledged'] }, [5]],
    ['what has ended', { states: ['normal'] }, [4, 3, 2, 1, 0]],
    ['both', { states: ['normal', 'unacknowledged'] }, [5, 4, 3, 2, 1, 0]],
    ['a kind', { kinds: ['overvoltage'] }, [5, 1]],
    ['a floor', { floorId: 'f2' }, [5, 2]],
    ['a zone of a floor', { floorId: 'f1', zoneId: 'z' }, [1, 0]],
    ['a floor that is not there', { floorId: 'f9' }, []],
    ['a part of the desk', { subject: 'desk/feed/mqtt-1' }, [4]],
    ['onsets from', { from: FIRST_ONSET + 4 * MINUTE }, [5, 4]],
    ['onsets before', { to: FIRST_ONSET + MINUTE }, [0]],
    ['part of who acknowledged', { acknowledgedBy: '영희' }, [1]],
    ['no wildcard', { acknowledgedBy: '%' }, []],
    ['an outcome', { outcomes: ['nuisance'] }, [0]],
    ['none said', { outcomes: ['none'] }, [5, 4, 3, 2]],
    ['an outcome or none', { outcomes: ['none', 'test'] }, [5, 4, 3, 2, 1]],
    ['tests only', { test: 'only' }, [1]],
    ['no tests', { test: 'without' }, [5, 4, 3, 2, 0]],
    ['text of the id', { text: 'INBOX' }, [3]],
    ['text of the name', { text: '분전반 f1' }, [1, 0]],
    ['text of the floor, in the other language', { text: 'floor 2' }, [5, 2]],
    ['text of the zone', { text: '전산실' }, [5, 2]],
    ['text of the kind and the floor', { text: '과전압 2층' }, [5]],
    ['text of the class', { text: 'fire' }, [2, 0]],
    ['text with what SQL would take for its own', { text: `' OR 1=1 --` }, []],
    [
      'everything at once',
      { text: '1층', classes: ['fire'], floorId: 'f1', outcomes: ['nuisance'] },
      [0],
    ],
  ])('by %s', (_what, filter, expected) => {
    expect(found(db, filter)).toEqual(expected);
  });

  test('finds a Korean name however it was composed', () => {
    expect(found(db, { text: '기계실'.normalize('NFD') })).toEqual([1, 0]);
  });

  test('of a simulated site finds all of it as a simulation, and nothing real', () => {
    expect(found(db, { test: 'only' }, true)).toHaveLength(ALARMS.length);
    expect(found(db, { test: 'without' }, true)).toEqual([]);
  });

  test.each([
    { nonsense: 1 },
    { classes: [] },
    { classes: ['panic'] },
    { states: ['normal', 7] },
    { from: -1 },
    { from: 5, to: 5 },
    { text: '' },
    { text: 'x'.repeat(81) },
    { period: { type: 'today' } },
  ])('that says nothing known is refused: %j', (filter) => {
    expect(AlarmFilter.safeParse(filter).success).toBe(false);
  });
});

describe('the order', () => {
  const indexes = (db: Database.Database, sort: AlarmSort, order: 'asc' | 'desc') =>
    readPage(db, { ...QUESTION, sort, order, limit: 100 }).rows.map(({ alarm }) =>
      ALARMS.findIndex(({ id }) => id === alarm.id),
    );

  test('by onset, by end with what stands as the last to end, and by class and priority', () => {
    const db = filled();
    expect(indexes(db, 'onset', 'desc')).toEqual([5, 4, 3, 2, 1, 0]);
    expect(indexes(db, 'ended', 'desc')).toEqual([5, 2, 4, 3, 1, 0]);
    expect(indexes(db, 'urgency', 'desc')).toEqual([0, 2, 5, 1, 4, 3]);
    for (const sort of ALARM_SORTS)
      expect(indexes(db, sort, 'asc')).toEqual(indexes(db, sort, 'desc').reverse());
  });
});

describe('pages', () => {
  /** With equal keys among them, which only the id tells apart. */
  const crowd = () =>
    Array.from({ length: 450 }, (_, n) => ({
      ...manyAlarms(n),
      onsetAt: FIRST_ONSET + Math.floor(n / 9) * MINUTE,
      ...(n % 5 === 0 && { ...STANDING, deviceId: `standing-${n}` }),
      id: `a/${String((n * 131) % 450).padStart(3, '0')}`,
    }));

  test.each(ALARM_SORTS.flatMap((sort) => SORT_ORDERS.map((order) => [sort, order] as const)))(
    'by %s %s hold every row once, and the outline leads to each of them',
    (sort, order) => {
      const db = controlRoom();
      storeAlarms(db, crowd());
      for (const filter of [
        {},
        { states: ['unacknowledged' as const] },
        { priorities: ['HIGH' as const] },
      ]) {
        const question = { ...QUESTION, filter, sort, order };
        const whole = readPage(db, { ...question, limit: 1_000 });
        const ids = whole.rows.map(({ alarm }) => alarm.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(whole.next).toBeNull();
        const outline = readOutline(db, { ...question, through: whole.through, step: 50 });
        expect(outline.total).toBe(ids.length);
        const walked: string[] = [];
        let after: AlarmCursor | undefined;
        for (let n = 0; ; n++) {
          if (n > 0 && outline.starts[n - 1]) expect(after).toEqual(outline.starts[n - 1]);
          const page = readPage(db, { ...question, through: whole.through, after, limit: 50 });
          walked.push(...page.rows.map(({ alarm }) => alarm.id));
          if (page.next === null) break;
          after = page.next;
        }
        expect(walked).toEqual(ids);
      }
    },
  );

  test('do not move when alarms come in between, which are counted as arrived', () => {
    const db = filled();
    const first = readPage(db, { ...QUESTION, limit: 2 });
    storeAlarms(db, [
      pastAlarm('dev-f1', 'risk', FIRST_ONSET + 9 * MINUTE),
      pastAlarm('dev-f1', 'risk', FIRST_ONSET + 8 * MINUTE),
    ]);
    const { through } = first;
    const second = readPage(db, { ...QUESTION, through, after: first.next!, limit: 2 });
    expect(second.rows.map(({ alarm }) => alarm.id)).toEqual([ALARMS[3]!.id, ALARMS[2]!.id]);
    expect(readOutline(db, { ...QUESTION, through, step: 50 }).total).toBe(ALARMS.length);
    const changes = (filter: object) =>
      readChanges(db, { ...QUESTION, filter, through, alarmIds: [] }).arrived;
    expect(changes({})).toBe(2);
    expect(changes({ classes: ['trouble'] })).toBe(0);
  });
});

test('changes tell rows as they are now, those that the filter has lost, and nothing of those that are gone', () => {
  const db = filled();
  const waiting = { ...QUESTION, filter: { states: ['unacknowledged' as const] } };
  const [row] = readPage(db, { ...waiting, limit: 10 }).rows;
  const { id } = row!.alarm;
  const ask = () => readChanges(db, { ...waiting, through: 1_000, alarmIds: [id, 'gone'] });
  expect(ask()).toMatchObject({ rows: [{ alarm: { id } }], left: ['gone'] });
  db.prepare(
    "UPDATE alarm SET state = 'acknowledged', acknowledged_by = '김관제' WHERE id = ?",
  ).run(id);
  expect(ask()).toMatchObject({
    rows: [{ alarm: { state: 'acknowledged', acknowledgedBy: '김관제' } }],
    left: [id, 'gone'],
  });
});

describe('a row', () => {
  test('has the weightiest of its reasons and its incident, and none of its evidence', () => {
    const db = controlRoom();
    const evidence = JSON.stringify({
      reading: {},
      assessment: {
        reasons: [
          { code: 'finalScore', source: 'score', weight: 0.9 },
          { code: 'temperatureCritical', source: 'floor', weight: 0.4, value: 68, limit: 65 },
        ],
      },
    });
    storeAlarms(db, [ALARMS[0]!], evidence);
    storeAlarms(db, [ALARMS[1]!], '{"damaged');
    const [damaged, row] = readPage(db, { ...QUESTION, limit: 9 }).rows;
    expect(row).toMatchObject({
      alarm: { evidence: null },
      reason: { code: 'temperatureCritical', value: 68 },
      outcome: null,
      incident: null,
    });
    expect(damaged?.reason).toBeNull();
  });
});

describe('how it is looked up', () => {
  const planOf = (
    db: Database.Database,
    sort: AlarmSort,
    filter: AlarmFilter,
    after?: AlarmCursor,
  ) => {
    const condition = conditionOf(filter, new PlaceBook(db), false);
    const question = { filter, sort, order: 'desc' as const };
    const { sql, parameters } = orderedRows(question, condition, { through: 9, after });
    return db
      .prepare<[typeof parameters], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map(({ detail }) => detail);
  };
  const INDEX = {
    onset: 'alarm_table_by_onset',
    ended: 'alarm_table_by_end',
    urgency: 'alarm_table_by_urgency',
  };
  const EVERY: AlarmFilter = {
    text: '분전반 a',
    classes: ['fire'],
    priorities: ['HIGH'],
    kinds: ['risk'],
    states: ['normal'],
    floorId: 'f1',
    acknowledgedBy: '김',
    from: 1,
  };

  test.each(ALARM_SORTS)(
    'by %s along its index alone, from the place where the page begins',
    (sort) => {
      const db = filled();
      for (const filter of [{}, EVERY]) {
        const plan = planOf(db, sort, filter, [5, 'x']);
        // Never a sort, and never a look at the alarms themselves.
        expect(plan[0]).toMatch(
          new RegExp(`^SEARCH alarm USING COVERING INDEX ${INDEX[sort]} \\(`),
        );
        expect(plan.join()).not.toContain('TEMP B-TREE');
        expect(planOf(db, sort, filter)[0]).toContain(`USING COVERING INDEX ${INDEX[sort]}`);
      }
    },
  );

  test('what stands by the index of what stands, however long the record is', () => {
    const plan = planOf(filled(), 'urgency', { states: ['unacknowledged'] });
    expect(plan[0]).toContain('alarm_open');
  });

  test('outcomes by their own index', () => {
    const plan = planOf(filled(), 'onset', { outcomes: ['nuisance'] });
    expect(plan.join()).toContain('COVERING INDEX incident_alarm_by_outcome');
  });
});
