import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckListView } from '#shared/contract/shiftViews.ts';
import type { CheckListName } from '#shared/shift/checkLists.ts';
import { DAY, HOUR, MORNING, ShiftDesk } from './desk.ts';

let desk: ShiftDesk;
beforeEach(() => {
  desk = new ShiftDesk();
});
afterEach(() => desk.close());

const list = (name: CheckListName): CheckListView =>
  desk.shift.checks.current().find((one) => one.list === name)!;
const answer = (
  name: CheckListName,
  itemId: string,
  state: 'done' | 'problem' | 'open',
  note: string | null = null,
) =>
  desk.shift.checks.answer(
    { list: name, period: list(name).period.key, itemId, state, note },
    desk.person('김철수'),
  );
const answerAll = (name: CheckListName) => {
  for (const { id } of list(name).items) expect(answer(name, id, 'done')).toBeNull();
};
const sign = (name: CheckListName, who = '김철수') =>
  desk.shift.checks.sign(name, list(name).period.key, desk.person(who));

describe('a list', () => {
  test('is answered item by item, by name, with the figure that was seen', () => {
    desk.figure = { key: 'devices', values: { reporting: 118 }, good: true };
    answer('daily', 'activeDevices', 'done');
    desk.figure = { key: 'devices', values: { reporting: 90 }, good: false };
    answer('daily', 'cost', 'problem', '요금이 두 배입니다');
    desk.cutOff();
    const items = new Map(list('daily').items.map((item) => [item.id, item]));
    expect(items.get('activeDevices')).toMatchObject({
      figure: { values: { reporting: 90 } },
      answer: { state: 'done', by: '김철수', at: MORNING, figure: { values: { reporting: 118 } } },
    });
    expect(items.get('cost')?.answer).toMatchObject({
      state: 'problem',
      note: '요금이 두 배입니다',
    });
    expect(items.get('overallState')?.answer).toBeNull();
  });

  test('is signed only when every item is answered, and then nothing of it changes', () => {
    answer('daily', 'cost', 'done');
    expect(sign('daily')).toBe('incomplete');
    answerAll('daily');
    answer('daily', 'cost', 'open');
    expect(sign('daily')).toBe('incomplete');
    answer('daily', 'cost', 'done');
    expect(sign('daily', '이영희')).toBeNull();
    expect(sign('daily')).toBe('alreadySigned');
    expect(answer('daily', 'cost', 'open')).toBe('alreadySigned');
    expect(list('daily').signature).toMatchObject({ by: '이영희', late: false, at: MORNING });
  });

  test('as it was signed stays what it was, whatever the figures and the items are later', () => {
    desk.figure = { key: 'devices', values: { reporting: 118 }, good: true };
    const admin = desk.person('박소장', 'administrator');
    expect(desk.shift.checks.addItem('daily', '비상 전등 확인', admin)).toBeNull();
    answerAll('daily');
    sign('daily');
    desk.figure = null;
    const [own] = desk.shift.checks.ownItems();
    desk.shift.checks.retireItem(own!.id, admin);
    desk.restart();
    const signed = desk.shift.checks.signed('daily', '2026-07-30')!;
    expect(signed.items.at(-1)).toMatchObject({
      text: '비상 전등 확인',
      answer: { state: 'done' },
    });
    expect(signed.items[0]?.figure).toMatchObject({ values: { reporting: 118 } });
    expect(signed.items).toHaveLength(13);
    desk.pass(DAY);
    expect(list('daily').items).toHaveLength(12);
  });

  test('the signature names its place in the audit chain', () => {
    answerAll('weekly');
    sign('weekly');
    expect(desk.actions().at(-1)).toBe('check.sign');
    const { seq, hash } = desk.audit.head();
    expect(list('weekly').signature).toMatchObject({ auditSeq: seq, auditHash: hash });
  });

  test('of another period, or an item that is in no list, is refused', () => {
    const who = desk.person('김철수');
    const old = {
      list: 'daily',
      period: '2026-07-29',
      itemId: 'cost',
      state: 'done',
      note: null,
    } as const;
    expect(desk.shift.checks.answer(old, who)).toBe('otherPeriod');
    expect(desk.shift.checks.sign('daily', '2026-07-29', who)).toBe('otherPeriod');
    expect(answer('daily', 'nothing', 'done')).toBe('noSuchItem');
  });
});

describe('due', () => {
  test('at noon it is overdue until it is signed, and every page is told', () => {
    expect(desk.shift.due().overdueLists).toEqual([]);
    desk.pass(3 * HOUR);
    expect(desk.shift.due().overdueLists).toEqual([]);
    expect(desk.changes).toBe(0);
    desk.pass(1);
    expect(desk.shift.due().overdueLists).toEqual(['daily']);
    expect(desk.changes).toBe(1);
    answerAll('daily');
    sign('daily');
    expect(list('daily').signature?.late).toBe(true);
    expect(desk.shift.due().overdueLists).toEqual([]);
  });

  test('a new desk is not blamed for the days before it was there', () => {
    // Thursday: the week's list was due on Wednesday, the month's on the fifth.
    expect(desk.shift.checks.overdue()).toEqual([]);
    expect(desk.shift.checks.history()).toEqual([]);
  });

  test('what nobody signed stays in the history as missed', () => {
    answerAll('daily');
    sign('daily');
    desk.pass(2 * DAY);
    expect(
      desk.shift.checks
        .history()
        .map(({ list: name, period, signature }) => [name, period, signature?.by ?? null]),
    ).toEqual([
      ['daily', '2026-07-31', null],
      ['daily', '2026-07-30', '김철수'],
    ]);
  });

  test('the day on which the clocks go on is due at noon of its own clocks', () => {
    desk.close();
    desk = new ShiftDesk('America/New_York', Date.UTC(2026, 2, 8, 4, 30));
    // Half past eleven in the evening of the 7th.
    expect(list('daily').period.key).toBe('2026-03-07');
    desk.pass(HOUR);
    expect(list('daily').period.key).toBe('2026-03-08');
    desk.now = Date.UTC(2026, 2, 8, 16, 0);
    expect(desk.shift.checks.overdue()).not.toContain('daily');
    desk.now += 1;
    expect(desk.shift.checks.overdue()).toContain('daily');
  });
});

test('items of the site are bounded, and every change of them stands in the audit chain', () => {
  const admin = desk.person('박소장', 'administrator');
  for (let i = 0; i < 30; i++)
    expect(desk.shift.checks.addItem('daily', `확인 ${i}`, admin)).toBeNull();
  expect(desk.shift.checks.addItem('daily', '하나 더', admin)).toBe('tooManyItems');
  expect(desk.shift.checks.addItem('weekly', '하나 더', admin)).toBeNull();
  const [first] = desk.shift.checks.ownItems();
  expect(desk.shift.checks.retireItem(first!.id, admin)).toBeNull();
  expect(desk.shift.checks.retireItem(first!.id, admin)).toBe('noSuchItem');
  expect(desk.actions().slice(-2)).toEqual(['check.addItem', 'check.retireItem']);
});

describe('the present period', () => {
  test('goes by the site’s own clocks, from the moment its zone is changed', () => {
    expect(list('daily').period.key).toBe('2026-07-30');
    desk.zone = 'America/Los_Angeles';
    expect(list('daily').period.key).toBe('2026-07-29');
  });

  test('is the one of before again when the clock was set back', () => {
    desk.pass(DAY);
    expect(list('daily').period.key).toBe('2026-07-31');
    desk.now -= DAY;
    expect(list('daily').period.key).toBe('2026-07-30');
  });
});
