import { afterEach, beforeEach, expect, test } from 'vitest';
import { MeterStore } from '#engine/alarms/MeterStore.ts';
import { HOUR, MORNING, ShiftDesk } from './desk.ts';

let desk: ShiftDesk;
beforeEach(() => {
  desk = new ShiftDesk();
});
afterEach(() => desk.close());

const kim = () => desk.person('김철수');
const write = (text: string, corrects: number | null = null) =>
  desk.shift.log.write({ category: 'note', text, corrects }, kim());
const types = (query: object = {}) =>
  desk.shift.log.read({ limit: 100, ...query }).lines.map(({ type }) => type);

test('tells what people wrote among what the desk knows by itself, newest first', () => {
  desk.pass(1_000);
  const signs = (action: 'access.signOff' | 'access.handOver', from?: string) =>
    desk.db.transaction(() =>
      desk.audit.append({ by: kim(), action, subject: 'kim', detail: { from } }),
    )();
  signs('access.handOver', '이영희');
  desk.pass(1_000);
  write('현관 순찰');
  desk.pass(1_000);
  new MeterStore(desk.db).saveFlood({
    since: desk.now,
    endedAt: desk.now + 500,
    count: 14,
    peak: 12,
  });
  desk.db
    .prepare(
      `INSERT INTO set_aside VALUES ('s', 'shelved', 'd1', 'overcurrent', '점검', '김철수', '방재실', ?, ?, NULL, NULL)`,
    )
    .run(desk.now + 600, desk.now + HOUR);
  desk.pass(1_000);
  signs('access.signOff');
  expect(types()).toEqual([
    'signedOff',
    'setAsideBegan',
    'floodEnded',
    'floodBegan',
    'entry',
    'signedOn',
    'signedOff',
    'started',
  ]);
  const { lines } = desk.shift.log.read({ limit: 100 });
  expect(lines[6]).toMatchObject({ type: 'signedOff', operator: '이영희' });
  expect(lines[1]).toMatchObject({
    subject: 'd1',
    kind: 'overcurrent',
    detail: 'shelved',
    text: '점검',
  });
  expect(lines[2]?.count).toBe(14);
  expect(lines[4]).toMatchObject({
    text: '현관 순찰',
    operator: '김철수',
    subject: 'note',
    entryId: 1,
  });
});

test('a start says whether the run before was ended or cut off, and when it was last seen', () => {
  desk.pass(59_000);
  desk.pass(1_000);
  desk.pass(30_000);
  desk.cutOff();
  desk.pass(5_000);
  desk.shift.stop();
  desk.pass(2_000);
  desk.cutOff();
  const [ended, , cutOff, first] = desk.shift.log.read({ limit: 10 }).lines;
  expect(ended).toMatchObject({ type: 'started', count: null });
  expect(cutOff).toMatchObject({ type: 'started', count: MORNING + 60_000, text: '1.2.3' });
  expect(first).toMatchObject({ type: 'started', at: MORNING, count: null });
  expect(types()).toContain('stopped');
});

test('a correction points to what it corrects, and both stay', () => {
  write('2층 순찰');
  desk.pass(1_000);
  expect(write('3층 순찰', 1)).toBe(true);
  expect(write('무엇을?', 99)).toBe(false);
  const entries = desk.shift.log.read({ limit: 10, types: ['entry'] }).lines;
  expect(entries.map(({ text, corrects, correctedBy }) => [text, corrects, correctedBy])).toEqual([
    ['3층 순찰', 1, null],
    ['2층 순찰', null, 2],
  ]);
  expect(desk.actions()).toEqual(['shift.entry', 'shift.entry']);
});

test('is searched by what was written, by name, and by what the page calls a line', () => {
  write('옥상 환기구 점검. 100% 정상');
  desk.pass(1_000);
  write("it's fine");
  const found = (text: string, namedTypes: readonly ('started' | 'entry')[] = []) =>
    desk.shift.log.read({ limit: 10, text, namedTypes }).lines.map((line) => line.text);
  expect(found('환기구')).toHaveLength(1);
  expect(found('100%')).toHaveLength(1);
  expect(found("IT'S")).toEqual(["it's fine"]);
  expect(found('철수')).toHaveLength(2);
  expect(found('시작', ['started'])).toEqual(['1.2.3']);
  expect(found('없는 말')).toEqual([]);
});

test('comes in pages that neither lose nor repeat a line, also of the same moment', () => {
  for (let i = 0; i < 7; i++) write(`line ${i}`);
  const seen: (string | null)[] = [];
  let after: { at: number; key: string } | undefined;
  for (let page = 0; page < 5; page++) {
    const { lines, next } = desk.shift.log.read({
      limit: 3,
      types: ['entry'],
      ...(after && { after }),
    });
    seen.push(...lines.map(({ text }) => text));
    if (next === null) break;
    after = next;
  }
  expect([...seen].sort()).toEqual(Array.from({ length: 7 }, (_, i) => `line ${i}`));
});

test('lines of a span are those that began in it', () => {
  write('before');
  desk.pass(HOUR);
  write('inside');
  const from = desk.now;
  desk.pass(HOUR);
  write('after');
  const { lines } = desk.shift.log.read({ from, to: from + HOUR, limit: 10, types: ['entry'] });
  expect(lines.map(({ text }) => text)).toEqual(['inside']);
});
