import { describe, expect, test } from 'vitest';
import { sortAlarms } from '../../../renderer/state/alarmList.ts';
import {
  pickClass,
  pickRange,
  pickToggle,
  stillPicked,
  toAcknowledge,
} from '../../../renderer/state/picking.ts';
import { alarm, byId } from './made.ts';

const critical = alarm('critical', { priority: 'CRITICAL' });
const fire = alarm('fire');
const leak = alarm('leak', { alarmClass: 'supervisory' });
const seen = alarm('seen', { state: 'acknowledged' });
const silent = alarm('silent', { alarmClass: 'trouble', kind: 'deviceSilent' });
const alarms = byId(critical, fire, leak, seen, silent);
const sorted = sortAlarms(alarms);
const ids = (picked: ReadonlySet<string>) => [...picked];

test('the rows of these tests stand in this order', () => {
  expect(sorted.map(({ id }) => id)).toEqual(['critical', 'fire', 'leak', 'seen', 'silent']);
});

test('all of a class leaves out critical fires and what nobody waits for', () => {
  expect(ids(pickClass(sorted, 'fire'))).toEqual(['fire']);
  expect(ids(pickClass(sorted, 'trouble'))).toEqual(['silent']);
});

test('a critical alarm of another class may be picked with its class', () => {
  const outage = alarm('outage', { alarmClass: 'supervisory', priority: 'CRITICAL' });
  expect(ids(pickClass([outage, leak], 'supervisory'))).toEqual(['outage', 'leak']);
});

describe('Shift picks what waits between two rows', () => {
  test.each([
    ['fire', 'silent', ['fire', 'leak', 'silent']],
    ['silent', 'fire', ['fire', 'leak', 'silent']],
    ['leak', 'leak', ['leak']],
    [null, 'leak', ['leak']],
    ['ended', 'leak', ['leak']],
    // It is refused one by one, in words, when it is acknowledged; passing over it in silence would say nothing.
    ['critical', 'fire', ['critical', 'fire']],
  ] as const)('from %s to %s', (from, to, expected) => {
    expect(ids(pickRange(sorted, from, to))).toEqual(expected);
  });
});

describe('Ctrl picks one more or one less', () => {
  test('the first time it adds to the selected row', () => {
    expect(ids(pickToggle(new Set(), fire, silent))).toEqual(['fire', 'silent']);
  });

  test('a second time takes the row out again', () => {
    expect(ids(pickToggle(new Set(['fire', 'silent']), silent, silent))).toEqual(['fire']);
  });

  test('what was acknowledged is never picked', () => {
    expect(ids(pickToggle(new Set(), seen, fire))).toEqual(['fire']);
    expect(ids(pickToggle(new Set(['fire']), fire, seen))).toEqual(['fire']);
  });
});

describe('what an acknowledgement is for', () => {
  test.each([
    ['nothing picked: the selected row', fire, [], ['fire']],
    ['nothing picked and the selected row was seen: nothing', seen, [], []],
    ['no row at all: nothing', null, [], []],
    ['what is picked, whatever is selected', seen, ['silent', 'leak'], ['leak', 'silent']],
    ['what was picked but has been seen since: the selected row', fire, ['seen'], ['fire']],
    ['what was picked but has ended: the selected row', fire, ['ended'], ['fire']],
  ] as const)('%s', (_, selected, picked, expected) => {
    expect(toAcknowledge(sorted, selected, new Set(picked)).map(({ id }) => id)).toEqual(expected);
  });
});

test('after an act only what still waits and was not refused stays picked', () => {
  const picked = new Set(['critical', 'leak', 'seen', 'ended']);
  expect(ids(stillPicked(picked, alarms, new Set(['critical'])))).toEqual(['leak']);
});
