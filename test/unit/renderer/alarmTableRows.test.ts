/** The alarm table's rows against an engine that answers as each test says. */
import { expect, test } from 'vitest';
import type {
  AlarmOutline,
  AlarmTableChanges,
  AlarmTablePage,
  AlarmTableRow,
} from '#shared/contract/alarmTableViews.ts';
import { AlarmTableRows, PAGE_ROWS } from '../../../renderer/state/AlarmTableRows.ts';
import { type EngineClient, requester } from '../../../renderer/state/engineClient.ts';
import { alarm, NOW } from './made.ts';

const rowOf = (id: string, change: Parameters<typeof alarm>[1] = {}): AlarmTableRow => ({
  alarm: alarm(id, change),
  reason: null,
  outcome: null,
  cause: null,
  incident: null,
});
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => rowOf(`a${from + n}`));
const QUESTION = { filter: {}, sort: 'onset', order: 'desc' } as const;

/** What was asked waits until the test answers it. */
function engine() {
  const asked: {
    method: string;
    input: Record<string, unknown>;
    answer: (value: unknown) => void;
    fail: () => void;
  }[] = [];
  const method = (name: string) => (input: Record<string, unknown>) =>
    new Promise((answer, reject) =>
      asked.push({ method: name, input, answer, fail: () => reject(new Error('gone')) }),
    );
  const client = {
    alarmTable: { page: method('page'), outline: method('outline'), changes: method('changes') },
  } as unknown as EngineClient;
  const waits: (() => void)[] = [];
  const table = new AlarmTableRows({
    request: requester(() => client),
    now: () => NOW,
    wait: () => new Promise((resolve) => waits.push(() => resolve())),
  });
  /** Takes the oldest question, which has to be one of this kind. */
  const next = (name: string) => {
    const one = asked.shift();
    expect(one?.method).toBe(name);
    return one!;
  };
  const settle = async () => {
    for (let n = 0; n < 20; n++) await Promise.resolve();
  };
  /** Lets the time pass that something waits for. */
  const pass = async () => {
    waits.shift()?.();
    await settle();
  };
  return { table, asked, waits, next, settle, pass, state: () => table.state.getState() };
}

const page = (
  found: readonly AlarmTableRow[],
  next: AlarmTablePage['next'] = null,
): AlarmTablePage => ({
  rows: found,
  next,
  through: 9,
});

test('an answer that fits one page is whole, and nothing is counted', async () => {
  const { table, next, settle, asked, state } = engine();
  void table.ask(QUESTION);
  expect(state().loading).toBe(true);
  next('page').answer(page(rows(0, 3)));
  await settle();
  expect(state()).toMatchObject({ loading: false, total: 3, known: 3, readAt: NOW, failed: null });
  expect(asked).toHaveLength(0);
});

test('a longer one is shown at once and counted beside it; then any page can be gone to', async () => {
  const { table, next, settle, pass, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, PAGE_ROWS), [5, 'a199']));
  await settle();
  expect(state()).toMatchObject({ total: null, known: PAGE_ROWS + 1 });
  const starts = [
    [5, 'a199'],
    [4, 'a399'],
  ] as AlarmOutline['starts'];
  await pass();
  next('outline').answer({ total: 450, starts });
  await settle();
  expect(state()).toMatchObject({ total: 450, known: 450 });
  table.need(410, 420);
  table.need(411, 421);
  const far = next('page');
  expect(far.input).toMatchObject({ after: [4, 'a399'], through: 9, limit: PAGE_ROWS });
  far.answer(page(rows(400, 50)));
  await settle();
  expect(AlarmTableRows.rowAt(state(), 449)?.alarm.id).toBe('a449');
  expect(AlarmTableRows.rowAt(state(), 210)).toBeUndefined();
});

test('the old rows stay until the new answer is there, and a late answer to an old question is dropped', async () => {
  const { table, next, settle, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page([rowOf('old')]));
  await settle();
  void table.ask({ ...QUESTION, filter: { classes: ['fire'] } });
  const slow = next('page');
  void table.ask({ ...QUESTION, filter: { classes: ['trouble'] } });
  expect(AlarmTableRows.rowAt(state(), 0)?.alarm.id).toBe('old');
  next('page').answer(page([rowOf('trouble')]));
  await settle();
  slow.answer(page([rowOf('fire')]));
  await settle();
  expect(state()).toMatchObject({ question: { filter: { classes: ['trouble'] } }, loading: false });
  expect(AlarmTableRows.rowAt(state(), 0)?.alarm.id).toBe('trouble');
});

test('a page of the old rows that comes after the new ones is not shown among them', async () => {
  const { table, next, settle, pass, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, PAGE_ROWS), [5, 'x']));
  await settle();
  await pass();
  next('outline').answer({ total: 400, starts: [[5, 'x']] });
  await settle();
  table.need(200, 210);
  const slow = next('page');
  void table.ask(QUESTION);
  next('page').answer(page(rows(1_000, PAGE_ROWS), [5, 'y']));
  await settle();
  slow.answer(page(rows(200, PAGE_ROWS)));
  await settle();
  expect(AlarmTableRows.rowAt(state(), 200)).toBeUndefined();
  expect(AlarmTableRows.rowAt(state(), 0)?.alarm.id).toBe('a1000');
});

test('rows change where they stand; what came and what left is counted and moves nothing', async () => {
  const { table, next, waits, settle, pass, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, 3)));
  await settle();
  table.need(0, 10);
  // A burst of changes is one look.
  for (let n = 0; n < 5; n++) table.noticed();
  expect(waits).toHaveLength(1);
  await pass();
  const look = next('changes');
  expect(look.input).toMatchObject({ through: 9, alarmIds: ['a0', 'a1', 'a2'] });
  const changes: AlarmTableChanges = {
    arrived: 2,
    rows: [rowOf('a1', { state: 'acknowledged' })],
    left: ['a1'],
  };
  look.answer(changes);
  await settle();
  expect(state()).toMatchObject({ arrived: 2, total: 3 });
  expect([...state().left]).toEqual(['a1']);
  expect([0, 1, 2].map((n) => AlarmTableRows.rowAt(state(), n)?.alarm.id)).toEqual([
    'a0',
    'a1',
    'a2',
  ]);
  expect(AlarmTableRows.rowAt(state(), 1)?.alarm.state).toBe('acknowledged');
  // And back again.
  table.noticed();
  await pass();
  next('changes').answer({ arrived: 2, rows: [], left: [] });
  await settle();
  expect(state().left.size).toBe(0);
});

test('what can not be read again is said, and what was read stays', async () => {
  const { table, next, settle, state } = engine();
  void table.ask(QUESTION);
  next('page').fail();
  await settle();
  expect(state()).toMatchObject({ failed: 'disconnected', question: null, loading: false });
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, 2)));
  await settle();
  expect(state().failed).toBeNull();
  void table.ask(QUESTION);
  next('page').fail();
  await settle();
  expect(state()).toMatchObject({ failed: 'disconnected', total: 2, readAt: NOW });
  expect(AlarmTableRows.rowAt(state(), 0)?.alarm.id).toBe('a0');
});

test('a page that could not be read is read when it is needed again', async () => {
  const { table, next, settle, pass, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, PAGE_ROWS), [5, 'x']));
  await settle();
  await pass();
  next('outline').answer({ total: 300, starts: [[5, 'x']] });
  await settle();
  table.need(200, 210);
  next('page').fail();
  await settle();
  expect(state().failed).toBe('disconnected');
  table.need(200, 210);
  next('page').answer(page(rows(200, 100)));
  await settle();
  expect(state().failed).toBeNull();
  expect(AlarmTableRows.rowAt(state(), 205)?.alarm.id).toBe('a205');
});

test('a question that is asked anew at once is not counted', async () => {
  const { table, next, settle, pass, asked } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, PAGE_ROWS), [5, 'x']));
  await settle();
  void table.ask({ ...QUESTION, filter: { text: 'more' } });
  next('page').answer(page(rows(0, 1)));
  await settle();
  await pass();
  expect(asked).toHaveLength(0);
});

test('where counting fails the rows are there, and further ones follow one another', async () => {
  const { table, next, settle, pass, state } = engine();
  void table.ask(QUESTION);
  next('page').answer(page(rows(0, PAGE_ROWS), [5, 'x']));
  await settle();
  await pass();
  next('outline').fail();
  await settle();
  expect(state()).toMatchObject({
    total: null,
    counting: false,
    failed: null,
    known: PAGE_ROWS + 1,
  });
  table.need(195, 201);
  next('page').answer(page(rows(PAGE_ROWS, PAGE_ROWS), [4, 'y']));
  await settle();
  expect(state().known).toBe(2 * PAGE_ROWS + 1);
  table.need(400, 401);
  expect(next('page').input).toMatchObject({ after: [4, 'y'] });
});
