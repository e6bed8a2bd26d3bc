import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk, T0 } from './Desk.ts';

const HOUR = 3_600_000;

let desk: Desk;
let kim: string;
const addKim = () => {
  const added = desk.operators.add({ name: '김철수', role: 'operator' });
  if (typeof added === 'string') throw new Error(added);
  kim = added.id;
};
beforeEach(() => {
  desk = new Desk();
  addKim();
});
afterEach(() => desk.dispose());

const begin = (at = 'desk-1') => desk.sessions.begin(kim, at);
const resolve = (session: string) => desk.sessions.resolve(session);

describe('a session', () => {
  test('names the person, their role and the desk of each act', () => {
    const expected = { operatorId: kim, operator: '김철수', role: 'operator', desk: 'desk-1' };
    expect(resolve(begin())).toEqual(expected);
  });

  test('is random, and only its hash is on disk', () => {
    const tokens = [begin(), begin(), begin()];
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const rows = desk.db
      .prepare<[], { token_hash: string }>('SELECT * FROM operator_session')
      .all();
    for (const token of tokens) expect(JSON.stringify(rows)).not.toContain(token);
    for (const { token_hash } of rows) {
      expect(token_hash).toMatch(/^[0-9a-f]{64}$/);
      expect(resolve(token_hash)).toBeUndefined();
    }
  });

  test('survives a restart of the engine', () => {
    const session = begin();
    desk.restart();
    expect(resolve(session)?.operator).toBe('김철수');
  });

  test('ends for good, and alone', () => {
    const [first, second] = [begin('desk-1'), begin('desk-2')];
    resolve(first);
    desk.wait(HOUR);
    expect(desk.sessions.end(first)).toBe(true);
    desk.wait(HOUR);
    expect(desk.sessions.end(first)).toBe(false);
    expect(desk.sessions.end('never was a session')).toBe(false);
    expect(resolve(first)).toBeUndefined();
    expect(resolve(second)?.desk).toBe('desk-2');
    desk.restart();
    expect(resolve(first)).toBeUndefined();
    const ended = desk.db
      .prepare<[], number>('SELECT ended_ms FROM operator_session WHERE ended_ms IS NOT NULL')
      .pluck()
      .all();
    expect(ended).toEqual([T0 + HOUR]);
  });

  test.each([
    { name: 'just under 24 hours old', after: 24 * HOUR - 1, valid: true },
    { name: '24 hours old', after: 24 * HOUR, valid: false },
    { name: 'seen by a clock set back a minute', after: -60_000, valid: true },
    { name: 'seen by a clock set back a day', after: -24 * HOUR, valid: false },
  ])('$name: valid is $valid, whether in memory or read back', ({ after, valid }) => {
    const session = begin();
    resolve(session);
    desk.now = T0 + after;
    expect(resolve(session) !== undefined).toBe(valid);
    expect(desk.sessions.list('').length === 1).toBe(valid);
    desk.restart();
    expect(resolve(session) !== undefined).toBe(valid);
  });

  test('is nothing that can be guessed', () => {
    for (const guess of ['x'.repeat(43), '']) expect(resolve(guess)).toBeUndefined();
  });

  test('of somebody who is barred is none, in memory or read back', () => {
    const session = begin();
    resolve(session);
    desk.operators.setDisabled(kim, true);
    desk.sessions.forgetOperator(kim);
    expect(resolve(session)).toBeUndefined();
    expect(desk.sessions.list('')).toEqual([]);
  });

  test('follows a change of role at once', () => {
    const session = begin();
    resolve(session);
    desk.operators.setRole(kim, 'supervisor');
    desk.sessions.forgetOperator(kim);
    expect(resolve(session)?.role).toBe('supervisor');
  });

  test('that ended in a transaction which was rolled back goes on', () => {
    const session = begin();
    resolve(session);
    expect(() =>
      desk.db.transaction(() => {
        desk.sessions.end(session);
        throw new Error('the disk is full');
      })(),
    ).toThrow();
    expect(resolve(session)?.operator).toBe('김철수');
  });
});

describe('many sessions', () => {
  test('more than memory keeps are all still known', () => {
    const tokens = desk.db.transaction(() =>
      Array.from({ length: 1_100 }, (_, i) => begin(`d${i}`)),
    )();
    for (const session of tokens) resolve(session);
    expect(resolve(tokens[0] ?? '')?.desk).toBe('d0');
    expect(resolve(tokens[1_099] ?? '')?.desk).toBe('d1099');
  });

  test('a flood of sign-ons does not fill the disk, and the newest of them stand', () => {
    const first = begin('A');
    desk.db.transaction(() => {
      for (let i = 0; i < 10_000; i++) begin('B');
    })();
    const last = begin('C');
    const count = desk.db.prepare<[], number>('SELECT count(*) FROM operator_session').pluck();
    expect(count.get()).toBe(10_000);
    expect(resolve(last)?.desk).toBe('C');
    expect(resolve(first)).toBeUndefined();
  });

  test('are listed with where, since when, and the last act, which a restart remembers to the minute', () => {
    const own = begin('desk-1');
    desk.wait(HOUR);
    const other = begin('desk-2');
    desk.sessions.acted(other);
    desk.wait(10_000);
    desk.sessions.acted(other);
    const operator = { id: kim, name: '김철수', role: 'operator' };
    const since = T0 + HOUR;
    expect(desk.sessions.list(own)).toEqual([
      {
        id: expect.any(String),
        operator,
        desk: 'desk-2',
        since,
        lastActAt: since + 10_000,
        own: false,
      },
      { id: expect.any(String), operator, desk: 'desk-1', since: T0, lastActAt: null, own: true },
    ]);
    desk.restart();
    expect(desk.sessions.list(own)[0]?.lastActAt).toBe(since);
  });

  test('are told apart by names that are no tokens', () => {
    const session = begin();
    const [{ id } = { id: '' }] = desk.sessions.list('');
    expect(session).not.toContain(id);
    expect(resolve(id)).toBeUndefined();
    expect(desk.sessions.endById(id)).toMatchObject({ operator: '김철수', desk: 'desk-1' });
    expect(resolve(session)).toBeUndefined();
    expect(desk.sessions.endById(id)).toBeUndefined();
  });
});
