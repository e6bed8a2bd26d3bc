import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORDS } from '#shared/i18n/words.ts';
import { CHECK_ITEMS, CHECK_LISTS, periodOf } from '#shared/shift/checkLists.ts';
import { addDays, dayKey, instantOf, localTime, weekday } from '#shared/shift/siteTime.ts';

const utc = (text: string) => Date.parse(text);
const hours = (ms: number) => ms / 3_600_000;
const ZONES = [
  'Asia/Seoul',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Africa/Cairo',
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
] as const;

describe('the clocks of the site', () => {
  test('an hour that is left out is the moment at which the clocks go on', () => {
    const springs = { year: 2026, month: 3, day: 8 };
    expect(instantOf(springs, 2, 'America/New_York')).toBe(utc('2026-03-08T07:00:00Z'));
    // Cairo's clocks go on at midnight: that day has no 0 o'clock.
    const cairo = { year: 2026, month: 4, day: 24 };
    const start = instantOf(cairo, 0, 'Africa/Cairo');
    expect(localTime(start, 'Africa/Cairo')).toMatchObject({ ...cairo, hour: 1 });
    expect(localTime(start - 1, 'Africa/Cairo')).toMatchObject({ day: 23, hour: 23 });
  });

  test('an hour that comes twice is the first of the two', () => {
    const falls = { year: 2026, month: 11, day: 1 };
    expect(instantOf(falls, 1, 'America/New_York')).toBe(utc('2026-11-01T05:00:00Z'));
  });

  test('every day begins at the first moment that its date is shown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: utc('2000-01-01'), max: utc('2040-01-01') }),
        (zone, at) => {
          const day = localTime(at, zone);
          const start = instantOf(day, 0, zone);
          expect(start).toBeLessThanOrEqual(at);
          expect(dayKey(localTime(start, zone))).toBe(dayKey(day));
          expect(dayKey(localTime(start - 1, zone))).toBe(dayKey(addDays(day, -1)));
        },
      ),
    );
  });

  test('weeks begin on Monday', () => {
    expect(weekday({ year: 2026, month: 7, day: 27 })).toBe(0);
    expect(weekday({ year: 2026, month: 8, day: 2 })).toBe(6);
  });
});

describe('the period of a list', () => {
  test('a day has 23 hours when the clocks go on, and is due at noon all the same', () => {
    const { key, from, to, dueAt } = periodOf(
      'daily',
      utc('2026-03-08T15:00Z'),
      'America/New_York',
    );
    expect(key).toBe('2026-03-08');
    expect(hours(to - from)).toBe(23);
    expect(localTime(dueAt, 'America/New_York').hour).toBe(12);
    expect(hours(dueAt - from)).toBe(11);
  });

  test('a day has 25 hours when they go back', () => {
    const { from, to } = periodOf('daily', utc('2026-11-01T15:00Z'), 'America/New_York');
    expect(hours(to - from)).toBe(25);
  });

  test('a week begins on Monday and is due on Wednesday; a month on the first, due on the fifth', () => {
    const week = periodOf('weekly', utc('2026-07-30T03:00Z'), 'Asia/Seoul');
    expect(week.key).toBe('2026-07-27');
    expect(week.dueAt).toBe(utc('2026-07-29T12:00+09:00'));
    const month = periodOf('monthly', utc('2026-01-31T23:59+09:00'), 'Asia/Seoul');
    expect(month).toEqual({
      key: '2026-01-01',
      from: utc('2026-01-01T00:00+09:00'),
      to: utc('2026-02-01T00:00+09:00'),
      dueAt: utc('2026-01-05T12:00+09:00'),
    });
  });

  test('periods of every list follow each other without a gap, in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHECK_LISTS),
        fc.constantFrom(...ZONES),
        fc.integer({ min: utc('2000-01-01'), max: utc('2040-01-01') }),
        (list, zone, at) => {
          const period = periodOf(list, at, zone);
          expect(period.from <= at && at < period.to).toBe(true);
          expect(period.from < period.dueAt && period.dueAt < period.to).toBe(true);
          expect(periodOf(list, period.to - 1, zone)).toEqual(period);
          expect(periodOf(list, period.to, zone).from).toBe(period.to);
          expect(periodOf(list, period.from - 1, zone).to).toBe(period.from);
        },
      ),
    );
  });
});

test('the lists hold every item of the operating guide, each with words in both languages', () => {
  expect(CHECK_LISTS.map((list) => CHECK_ITEMS[list].length)).toEqual([12, 12, 8]);
  const ids = CHECK_LISTS.flatMap((list) => CHECK_ITEMS[list].map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  for (const words of [WORDS.ko, WORDS.en])
    expect(Object.keys(words.shift.checkItems).sort()).toEqual([...ids].sort());
});
