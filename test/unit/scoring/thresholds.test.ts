import { describe, expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS, parseThresholds } from '#shared/scoring/thresholds.ts';

type Editable = Record<string, Record<string, unknown>>;

/** The default table with one entry changed by its path; undefined removes it. */
function edited(path: string, value: unknown): unknown {
  const table: Editable = JSON.parse(JSON.stringify(DEFAULT_THRESHOLDS));
  const keys = path.split('.');
  const last = keys.pop() as string;
  let place: Record<string, unknown> = table;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return table;
}

test('the default table is a valid one, and survives JSON unchanged', () => {
  const copied: unknown = JSON.parse(JSON.stringify(DEFAULT_THRESHOLDS));
  expect(copied).toEqual(DEFAULT_THRESHOLDS);
  expect(parseThresholds(copied)).toEqual({ ok: true, thresholds: DEFAULT_THRESHOLDS });
});

test('an edited limit is taken over', () => {
  const parsed = parseThresholds(edited('limits.co', 25));
  expect(parsed.ok && parsed.thresholds.limits.co).toBe(25);
});

test.each(['temperature', 'gas', 'leakage', 'arcs', 'current'])(
  'how long %s alone takes may be a time, or never',
  (hazard) => {
    for (const value of [null, 60_000]) {
      const parsed = parseThresholds(edited(`floor.confirmation.alone.${hazard}`, value));
      expect(parsed.ok && parsed.thresholds.floor.confirmation.alone).toMatchObject({
        [hazard]: value,
      });
    }
  },
);

describe('a table is refused, with the path of what is wrong', () => {
  test.each([
    ['a limit is missing', 'limits.overcurrent', undefined, 'limits.overcurrent'],
    ['a section is missing', 'floor', undefined, 'floor'],
    ['a limit is text', 'limits.co', '17', 'limits.co'],
    ['a limit is not a number', 'limits.co', Number.NaN, 'limits.co'],
    ['an entry is unknown', 'limits.radon', 1, 'limits'],
    ['a weight is above 1', 'rule.leakage', 1.5, 'rule.leakage'],
    ['a weight is negative', 'status.weights.arcAlarm', -0.1, 'status.weights.arcAlarm'],
    ['a status bit has no weight', 'status.weights.arcAlarm', undefined, 'status.weights.arcAlarm'],
    ['a sensor has no range', 'validity.voc', undefined, 'validity.voc'],
    ['a range is turned round', 'validity.voltage', { min: 300, max: 0 }, 'validity.voltage'],
    ['temperatures do not ascend', 'limits.temperature.high', 70, 'limits.temperature'],
    ['levels do not ascend', 'levels.LOW', 0.5, 'levels'],
    ['a level has another name', 'floor.co', 'SEVERE', 'floor.co'],
    ['under-voltage alone would be an alarm', 'floor.undervoltage', 'HIGH', 'floor.undervoltage'],
    ['more readings are looked at than are kept', 'history.newest', 33, 'history.newest'],
    ['the window is longer than the history', 'history.windowMs', 3_600_001, 'history.windowMs'],
    ['the least count is never reached', 'history.minimumCount', 21, 'history'],
    [
      'a hazard is confirmed in no time',
      'floor.confirmation.alone.leakage',
      -1,
      'floor.confirmation.alone.leakage',
    ],
    [
      'a time is left out',
      'floor.confirmation.alone.gas',
      undefined,
      'floor.confirmation.alone.gas',
    ],
    [
      'an emergency is never confirmed',
      'floor.confirmation.emergencyMs',
      null,
      'floor.confirmation.emergencyMs',
    ],
    [
      'an emergency comes before it began',
      'floor.confirmation.emergencyMs',
      -1,
      'floor.confirmation.emergencyMs',
    ],
    [
      'every second hazard confirms',
      'floor.confirmation.secondHazard',
      0,
      'floor.confirmation.secondHazard',
    ],
    [
      'no second hazard confirms',
      'floor.confirmation.secondHazardCritical',
      null,
      'floor.confirmation.secondHazardCritical',
    ],
    ['another hazard has a time', 'floor.confirmation.alone.smoke', 1, 'floor.confirmation.alone'],
    ['the version is empty', 'version', '', 'version'],
    [
      'a communication error would hide alarm bits',
      'status.communicationError',
      2048,
      'status.communicationError',
    ],
  ])('%s', (_, path, value, problem) => {
    const parsed = parseThresholds(edited(path, value));
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems.map((found) => found.path)).toContain(problem);
  });

  test.each([[null], ['table'], [[]], [{}]])('%j is no table', (value) => {
    expect(parseThresholds(value).ok).toBe(false);
  });
});
