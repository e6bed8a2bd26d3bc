import { describe, expect, test } from 'vitest';
import { HOUR_MS, type MeterReport, meterFigures } from '#shared/alarms/meter.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { hourBarsOption, unwatchedSpans } from '../../../renderer/charts/hourBars.ts';
import { meterCsv, meterJson } from '../../../renderer/screens/alarms/meter/meterFiles.ts';
import { meterTables, watchedText } from '../../../renderer/screens/alarms/meter/meterText.ts';
import { csvText } from '../../../renderer/state/csv.ts';
import { palette } from './chartPalette.ts';

const FROM = Date.UTC(2026, 6, 29, 0);
const WAIT = { count: 2, medianMs: 42_000, p95Ms: 90_000 };
const HOURS = Array.from({ length: 24 }, (_, index) => ({
  at: FROM + index * HOUR_MS,
  watchedMs: index < 6 ? 0 : HOUR_MS,
  counts: { fire: index === 10 ? 2 : 0, supervisory: 1, trouble: 0 },
  peak: 1,
  standing: 0,
  stale: 0,
}));
const DATA = {
  from: FROM,
  to: FROM + 24 * HOUR_MS,
  hours: HOURS,
  shares: [{ alarmClass: 'supervisory', priority: 'LOW', raised: 24, worsened: 2 }],
  waits: { all: WAIT, fire: WAIT, supervisory: WAIT, trouble: WAIT },
  sources: [{ deviceId: 'd1', deviceName: '=1+1, "원룸"', kind: 'risk', count: 13 }],
  floods: [{ since: FROM + 10 * HOUR_MS, endedAt: null, count: 12, peak: 12 }],
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
} as const satisfies Omit<MeterReport, 'period' | 'figures'>;
const REPORT: MeterReport = { ...DATA, period: 'day', figures: meterFigures(DATA) };
const SITE = {
  siteName: { ko: '현장', en: 'Site' },
  timeZone: 'Asia/Seoul',
  simulated: true,
} as const;
const parts = (language: 'ko' | 'en') => ({
  words: WORDS[language],
  language,
  time: timeFormat('Asia/Seoul', language),
});

describe('the file', () => {
  test.each(['ko', 'en'] as const)(
    'says whose it is, of when, and that it is simulated (%s)',
    (language) => {
      const text = meterCsv(REPORT, SITE, parts(language));
      expect(text.startsWith('\uFEFF')).toBe(true);
      expect(text).toContain('2026-07-29T00:00:00.000Z');
      expect(text).toContain(
        `${WORDS[language].meter.file.simulated},${WORDS[language].meter.file.yes}`,
      );
      const json = JSON.parse(meterJson(REPORT, SITE, parts(language))) as { simulated: boolean };
      expect(json.simulated).toBe(true);
    },
  );

  test('has every row of every table', () => {
    const text = meterCsv(REPORT, SITE, parts('en'));
    for (const { rows, columns } of meterTables(REPORT, parts('en')))
      for (const row of [columns, ...rows])
        expect(text).toContain(csvText([row]).slice(1).trimEnd());
  });

  test('never lets a device’s name become a formula', () => {
    expect(meterCsv(REPORT, SITE, parts('ko'))).toContain(`"'=1+1, ""원룸""",`);
  });
});

test('hours that nobody watched are said and shaded, not drawn as quiet', () => {
  expect(watchedText(REPORT, parts('en'))).toContain('watched for 18 h 0 min of 1 d 0 h');
  expect(unwatchedSpans(HOURS)).toEqual([[FROM, FROM + 6 * HOUR_MS]]);
  const full = { ...REPORT, hours: HOURS.map((hour) => ({ ...hour, watchedMs: HOUR_MS })) };
  expect(watchedText(full, parts('en'))).toBeNull();
});

test('the bars are the hours, with floods behind them', () => {
  const { series } = hourBarsOption({ report: REPORT, ...parts('ko'), palette }) as {
    series: readonly {
      data: readonly (readonly [number, number])[];
      markArea?: { data: object[] };
    }[];
  };
  expect(series).toHaveLength(3);
  expect(series[0]?.data[10]).toEqual([FROM + 10.5 * HOUR_MS, 2]);
  expect(series[0]?.markArea?.data).toHaveLength(2);
});
