/** The table's words on the screen and in files, and the export that collects them. */
import { describe, expect, test, vi } from 'vitest';
import {
  ALARM_COLUMNS,
  BUILT_IN,
  BUILT_IN_VIEWS,
  columnOf,
  filterAt,
  sameView,
  TableView,
} from '#shared/alarms/alarmTable.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { LANGUAGES, type Language, WORDS } from '#shared/i18n/words.ts';
import {
  cellText,
  filterTexts,
  type TextParts,
  tableFileName,
} from '../../../renderer/state/alarmTableText.ts';
import { type EngineClient, requester } from '../../../renderer/state/engineClient.ts';
import { exportAlarms } from '../../../renderer/state/exportAlarms.ts';
import { alarm, byId, device, floor, NOW, status } from './made.ts';

const zone = { id: 'z', name: { ko: '기계실', en: 'Plant room' }, polygon: [] };
const named = device('d1', {
  placement: { ...device('d1').placement!, name: '=분전반 1', floorId: 'f1', zoneId: 'z' },
});
const parts = (language: Language): TextParts => ({
  words: WORDS[language],
  language,
  timeZone: 'Asia/Seoul',
  time: timeFormat('Asia/Seoul', language),
  devices: byId(named),
  floors: [{ ...floor('f1'), zones: [zone] }],
  now: NOW,
});
const row = (change: Partial<AlarmTableRow> = {}): AlarmTableRow => ({
  alarm: alarm('a1', {
    onsetAt: NOW - 3_600_000,
    clearedAt: NOW - 3_000_000,
    endedAt: NOW - 1_000,
    state: 'normal',
    acknowledgedBy: '김관제',
  }),
  reason: { code: 'temperatureCritical', source: 'floor', weight: 0.4, value: 68, limit: 65 },
  outcome: 'nuisance',
  cause: 'dustOrVapour',
  incident: { id: 'i', number: 12 },
  ...change,
});

test('every column says something of a whole row, in both languages', () => {
  for (const language of LANGUAGES)
    for (const column of ALARM_COLUMNS) {
      const whole = row({ alarm: { ...row().alarm, acknowledgedAt: NOW, takenBy: '이영희' } });
      expect(cellText(column, whole, parts(language)), column).not.toBe('');
    }
  expect(cellText('onset', row(), parts('ko'))).toBe('2026-08-22 11:00:00');
  expect(cellText('duration', row(), parts('ko'))).toBe('10분 0초');
  expect(cellText('zone', row(), parts('en'))).toBe('Plant room');
  expect(cellText('outcome', row(), parts('ko'))).toContain('오경보');
  expect(cellText('incident', row({ incident: null }), parts('ko'))).toBe('');
});

describe('a view', () => {
  test('that is built in is one that can be saved', () => {
    for (const id of BUILT_IN_VIEWS)
      expect(TableView.safeParse(BUILT_IN[id]).success, id).toBe(true);
  });

  test('means a day by the site’s calendar, and days by the clock', () => {
    const midnight = Date.parse('2026-08-22T00:00:00+09:00');
    expect(filterAt({ period: { type: 'today' } }, NOW, 'Asia/Seoul')).toEqual({ from: midnight });
    expect(filterAt(BUILT_IN.fireWeek.filter, NOW + 59_000, 'Asia/Seoul')).toEqual({
      classes: ['fire'],
      from: NOW - 7 * 86_400_000,
    });
    expect(filterAt({ period: { type: 'range', to: 5 } }, NOW, 'UTC')).toEqual({ to: 5 });
  });

  test('is the same whatever order it was written in, and another with other columns', () => {
    const { all } = BUILT_IN;
    const turned = {
      columns: all.columns,
      order: all.order,
      sort: all.sort,
      filter: { text: undefined },
    };
    expect(sameView(all, turned)).toBe(true);
    expect(sameView(all, { ...all, columns: [columnOf('kind')] })).toBe(false);
  });

  test('says each filter in words', () => {
    const texts = filterTexts(
      {
        classes: ['fire'],
        states: ['normal'],
        floorId: 'f1',
        zoneId: 'z',
        outcomes: ['none'],
        test: 'without',
      },
      parts('ko'),
    );
    expect(texts.map(({ key, value }) => `${key} ${value}`)).toEqual([
      'classes 화재 위험',
      'states 끝남',
      'floorId f1',
      'zoneId 기계실',
      'outcomes 아직 없음',
      'test 시험·모의 빼고',
    ]);
  });
});

describe('an export', () => {
  const view = { ...BUILT_IN.nuisance, columns: [columnOf('device'), columnOf('priority')] };

  function exporting(format: 'csv' | 'json', stopAfter = Number.POSITIVE_INFINITY) {
    const asked: { method: string; input: Record<string, unknown> }[] = [];
    const answers = [
      { rows: [row(), row({ alarm: alarm('a2') })], next: [5, 'a2'], through: 9 },
      { rows: [row({ alarm: alarm('a3') })], next: null, through: 9 },
    ];
    const client = {
      alarmTable: {
        beginExport: async (input: Record<string, unknown>) => {
          asked.push({ method: 'beginExport', input });
          return { through: 9 };
        },
        page: async (input: Record<string, unknown>) => {
          asked.push({ method: 'page', input });
          return answers.shift();
        },
      },
    } as unknown as EngineClient;
    const progress = vi.fn();
    const done = exportAlarms({
      act: {
        request: requester(() => client),
        session: { require: async () => 'session-of-kim', expire: () => undefined },
      },
      view,
      format,
      site: status({ siteName: { ko: '한빛타워', en: 'Hanbit' } }),
      text: parts('ko'),
      progress,
      stopped: () => asked.length > stopAfter,
    });
    return { asked, progress, done };
  }

  test('is in the record first, and then what is shown, page by page up to that moment', async () => {
    const { asked, progress, done } = exporting('csv');
    const { file, rows } = (await done)!;
    expect(rows).toBe(3);
    expect(progress.mock.calls).toEqual([[2], [3]]);
    expect(asked[0]).toEqual({
      method: 'beginExport',
      input: {
        session: 'session-of-kim',
        filter: { outcomes: ['nuisance'] },
        sort: 'onset',
        order: 'desc',
        format: 'csv',
        columns: ['device', 'priority'],
      },
    });
    expect(asked.slice(1).map(({ input }) => [input['through'], input['after']])).toEqual([
      [9, undefined],
      [9, [5, 'a2']],
    ]);
    const text = file.join('');
    // Excel takes Korean for Korean, and a device's name for a name.
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain('"모의 데이터","예"');
    expect(text).toContain('"결과: 오경보"');
    const lines = text.trimEnd().split('\r\n');
    expect(lines.slice(-4)).toEqual([
      '"감지기","등급"',
      `"'=분전반 1","경계"`,
      `"'=분전반 1","경계"`,
      `"'=분전반 1","경계"`,
    ]);
  });

  test('as JSON is one document with the words that are shown and what programs go by', async () => {
    const { file } = (await exporting('json').done)!;
    const document = JSON.parse(file.join(''));
    expect(document).toMatchObject({
      type: 'emberwatch-alarms',
      simulated: true,
      filter: { outcomes: ['nuisance'] },
      columns: ['device', 'priority'],
      alarms: [
        {
          shown: { device: '=분전반 1', priority: '경계' },
          id: 'a1',
          outcome: 'nuisance',
          incident: 12,
        },
        { id: 'a2' },
        { id: 'a3' },
      ],
    });
    expect(document.alarms[0]).not.toHaveProperty('evidence');
  });

  test('that is stopped leaves no file', async () => {
    expect(await exporting('csv', 1).done).toBeNull();
  });

  test('carries the mark of a simulation in its name', () => {
    expect(tableFileName('csv', status(), parts('ko'))).toBe(
      'emberwatch-alarms-simulated-20260822-1200.csv',
    );
    expect(tableFileName('json', status({ simulated: false }), parts('ko'))).toBe(
      'emberwatch-alarms-20260822-1200.json',
    );
  });
});
