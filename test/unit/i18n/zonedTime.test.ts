import { expect, test } from 'vitest';
import { stamp } from '#shared/i18n/stamp.ts';
import { fromField } from '#shared/i18n/zonedTime.ts';

test.each([
  ['Asia/Seoul', '2026-01-05T00:00', '2026-01-04T15:00:00Z'],
  ['UTC', '2026-01-05T00:00', '2026-01-05T00:00:00Z'],
  ['Europe/Berlin', '2026-01-05T00:00', '2026-01-04T23:00:00Z'],
  ['Europe/Berlin', '2026-07-05T00:00', '2026-07-04T22:00:00Z'],
  ['America/New_York', '2026-03-08T01:59', '2026-03-08T06:59:00Z'],
  ['America/New_York', '2026-03-08T03:00', '2026-03-08T07:00:00Z'],
  ['Asia/Kolkata', '2026-01-05T05:30', '2026-01-05T00:00:00Z'],
])('in %s the field %s is %s', (zone, field, moment) => {
  expect(fromField(field, zone)).toBe(Date.parse(moment));
});

test('an empty or unfinished field is no moment', () => {
  for (const text of ['', '2026-01', '2026-01-05T', 'now', '2026-13-05T00:00'])
    expect(fromField(text, 'Asia/Seoul')).toBeUndefined();
});

test('a stamp is sorted by itself and the same in every language', () => {
  expect(stamp(Date.parse('2026-01-05T05:03:07Z'), 'Asia/Seoul')).toBe('2026-01-05 14:03:07');
});
