import { describe, expect, test } from 'vitest';
import { TIMELINE_SERIES, type Timeline } from '#shared/contract/views.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { dayChartsOption, points } from '../../../renderer/charts/dayCharts.ts';
import { hourTable } from '../../../renderer/charts/hourTable.ts';
import { closeness, passes, sensorLimits } from '../../../renderer/charts/limits.ts';
import { palette } from './chartPalette.ts';
import { alarm, NOW } from './made.ts';

const HOUR = 3_600_000;

/** Two readings, a gap, one reading. */
const timeline: Timeline = {
  deviceId: 'd',
  from: NOW - 3 * HOUR,
  to: NOW,
  readingCount: 3,
  downsampled: false,
  t: [NOW - 3 * HOUR, NOW - 2.9 * HOUR, NOW - 2 * HOUR, NOW - 0.5 * HOUR],
  series: Object.fromEntries(
    TIMELINE_SERIES.map((series, index) => [series, [index, index + 10, null, index + 5]]),
  ) as unknown as Timeline['series'],
  alarms: [alarm('a', { onsetAt: NOW - HOUR, alarmClass: 'trouble' })],
  gaps: [
    {
      id: 1,
      sourceId: 'aws-iot-1',
      feed: 'aws-iot-1',
      from: NOW - 2.8 * HOUR,
      to: NOW - 0.6 * HOUR,
      state: 'missing',
      taken: 0,
      alarming: 0,
      problem: null,
    },
  ],
};

interface Line {
  readonly id: string;
  readonly connectNulls: boolean;
  readonly data: readonly (readonly [number, number | null])[];
  readonly markArea?: { readonly data: readonly unknown[] };
  readonly markLine?: {
    readonly data: readonly { xAxis?: number; yAxis?: number; lineStyle: { color: string } }[];
  };
}

const option = dayChartsOption({
  timeline,
  thresholds: DEFAULT_THRESHOLDS,
  prediction: null,
  explanation: null,
  words: WORDS.ko,
  language: 'ko',
  time: timeFormat('Asia/Seoul', 'ko'),
  palette,
}) as {
  readonly series: readonly Line[];
  readonly tooltip: {
    readonly renderMode: string;
    readonly formatter: (entries: unknown) => string;
  };
  readonly xAxis: readonly { readonly min: number; readonly max: number }[];
};

describe('the charts', () => {
  test('draw a gap as a gap', () => {
    expect(points(timeline, 'voltage')[2]).toEqual([NOW - 2 * HOUR, null]);
    expect(option.series.every((line) => line.connectNulls === false)).toBe(true);
  });

  test('shade what was not received, in every chart', () => {
    const areas = option.series.flatMap(({ markArea }) => (markArea ? [markArea.data] : []));
    expect(areas).toHaveLength(8);
    for (const data of areas)
      expect(data).toMatchObject([[{ xAxis: NOW - 2.8 * HOUR }, { xAxis: NOW - 0.6 * HOUR }]]);
  });

  test('show the whole span, also where nothing was heard', () => {
    expect(option.xAxis.every(({ min, max }) => min === timeline.from && max === NOW)).toBe(true);
  });

  test('draw the limits that judge, and mark every alarm in its class’s colour', () => {
    const temperature = option.series.find(({ id }) => id === 'sensorTemperature');
    const marks = temperature?.markLine?.data ?? [];
    expect(marks.flatMap(({ yAxis }) => yAxis ?? [])).toEqual([60, 65]);
    expect(marks.filter(({ xAxis }) => xAxis !== undefined)).toMatchObject([
      { xAxis: NOW - HOUR, lineStyle: { color: '#f0f' } },
    ]);
  });

  test('write the tooltip as text, because the page’s policy refuses styled markup', () => {
    expect(option.tooltip.renderMode).toBe('richText');
    const text = option.tooltip.formatter([
      { seriesName: '단자 온도', value: [NOW, 61.24] },
      { seriesName: '전류', value: [NOW, null] },
    ]);
    expect(text).toBe('{time|12:00:00}\n단자 온도  {value|61.2 °C}\n전류  수신 없음');
  });
});

describe('the table', () => {
  test('has a row for every hour, newest first, with the range of each and gaps left open', () => {
    const rows = hourTable(timeline, ['voltage']);
    expect(rows.map(({ startsAt, ranges }) => [(startsAt - NOW) / HOUR, ranges[0]])).toEqual([
      [-1, { min: 5, max: 5 }],
      [-2, null],
      [-3, { min: 0, max: 10 }],
    ]);
  });
});

describe('limits', () => {
  const limits = sensorLimits(DEFAULT_THRESHOLDS);
  test.each([
    ['sensorTemperature', 60, false],
    ['sensorTemperature', 60.1, true],
    ['voltageLow', 190, false],
    ['voltageLow', 189.9, true],
    ['arcCount', 0, false],
    ['arcCount', 1, true],
    ['powerFactor', 0.89, true],
  ] as const)('%s at %d passes its limit: %s', (sensor, value, expected) => {
    const limit = limits[sensor];
    if (limit === undefined) throw new Error('no limit');
    expect(passes(value, limit)).toBe(expected);
  });

  test.each([
    [{ side: 'above', at: 60 }, 30, 0.5],
    [{ side: 'above', at: 60 }, 90, 1],
    [{ side: 'above', at: 0 }, 0, 0],
    [{ side: 'above', at: 0 }, 2, 1],
    [{ side: 'below', at: 0.9 }, 0.9, 1],
    [{ side: 'below', at: 190 }, 380, 0.5],
    [{ side: 'below', at: 190 }, 0, 1],
  ] as const)('how near to %o %d is: %d', (limit, value, expected) => {
    expect(closeness(value, limit)).toBeCloseTo(expected);
  });
});
