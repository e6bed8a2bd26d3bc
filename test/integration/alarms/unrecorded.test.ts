/** While nothing can be committed, alarms are shown as the record has them now, with what the waiting readings add. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnrecordedAlarms } from '#engine/alarms/UnrecordedAlarms.ts';
import { createLog } from '#engine/log.ts';
import { calm, KIM, Scenario, scored } from './Scenario.ts';

let desk: Scenario;
let unrecorded: UnrecordedAlarms;
beforeEach(() => {
  desk = new Scenario();
  unrecorded = new UnrecordedAlarms(desk.desk, createLog('silent'));
});
afterEach(() => desk.close());

const act = (name: 'take' | 'acknowledge' | 'reset') =>
  desk.desk.act(name, { ...KIM, alarmIds: desk.desk.open().map(({ id }) => id) });

test('an act that was recorded between two commits that failed is seen, with what waits', () => {
  desk.feed(scored({ at: 0, level: 'HIGH' }));
  unrecorded.raisedBy([scored({ at: 1000, level: 'CRITICAL' })]);
  act('take');
  expect(unrecorded.open()).toMatchObject([{ priority: 'CRITICAL', takenBy: '김철수' }]);
});

test('an alarm that was reset meanwhile is over, and what waits is another', () => {
  desk.feed(scored({ at: 0, level: 'HIGH' }), ...calm(1000));
  const [first] = desk.desk.open();
  unrecorded.raisedBy([scored({ at: 9000, level: 'HIGH' })]);
  expect(unrecorded.open().map(({ id }) => id)).toEqual([first?.id]);
  act('acknowledge');
  act('reset');
  const shown = unrecorded.open();
  expect(shown).toMatchObject([{ state: 'unacknowledged', conditionActive: true }]);
  expect(shown[0]?.id).not.toBe(first?.id);
});
