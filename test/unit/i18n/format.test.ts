import { expect, test } from 'vitest';
import { formatAge, formatBytes, formatSensor, timeFormat } from '#shared/i18n/format.ts';

test.each([
  [-500, '0초', '0 s'],
  [0, '0초', '0 s'],
  [3_900, '3초', '3 s'],
  [59_999, '59초', '59 s'],
  [133_000, '2분 13초', '2 min 13 s'],
  [3_840_000, '1시간 4분', '1 h 4 min'],
  [90_000_000, '1일 1시간', '1 d 1 h'],
])('an age of %d ms reads %s and %s', (span, ko, en) => {
  expect(formatAge(span, 'ko')).toBe(ko);
  expect(formatAge(span, 'en')).toBe(en);
});

test.each([
  ['sensorTemperature', 71.24, '71.2 °C'],
  ['leakageCurrent', 8, '8.0 mA'],
  ['voltage', 219.6, '220 V'],
  ['voc', 1234.4, '1,234 µg/m³'],
  ['powerFactor', 0.951, '0.95'],
  ['arcCount', 3, '3'],
] as const)('%s %d is written %s', (sensor, value, text) => {
  expect(formatSensor(sensor, value, 'ko')).toBe(text);
});

test('times are the site’s, on a 24-hour clock, whatever zone the machine is in', () => {
  const at = Date.UTC(2026, 7, 21, 15, 4, 9);
  expect(timeFormat('Asia/Seoul', 'ko').clock(at)).toBe('00:04:09');
  expect(timeFormat('Europe/London', 'en').clock(at)).toBe('16:04:09');
  expect(timeFormat('Asia/Seoul', 'ko').date(at)).toContain('22일');
});

test('a moment names its day only when that is not today', () => {
  const time = timeFormat('Asia/Seoul', 'ko');
  const now = Date.UTC(2026, 7, 22, 3, 0, 0);
  expect(time.moment(now - 60_000, now)).toBe('11:59:00');
  expect(time.moment(now - 86_400_000, now)).toMatch(/21.*12:00$/);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_200_000, '4.2 MB'],
  [312_000_000, '312 MB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});
