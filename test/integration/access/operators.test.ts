import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Operators } from '#engine/access/Operators.ts';
import { createLog } from '#engine/log.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';

const HOUR = 3_600_000;
const T0 = 1_700_000_000_000;

let dir: string;
let db: Database.Database;
let now: number;
let operators: Operators;

const start = () => {
  const file = path.join(dir, 'control-room.db');
  db = openControlRoom({ path: file, now: () => now, log: createLog('silent') }).db;
  operators = new Operators({ db, now: () => now });
};
const restart = () => {
  db.close();
  start();
};
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-access-'));
  now = T0;
  start();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

const kim = () => operators.add({ name: '김철수', role: 'operator' });
const code = (expected: string) => expect.objectContaining({ name: 'AccessError', code: expected });

describe('operators', () => {
  test('are listed by name with their roles, also after a restart', () => {
    operators.add({ name: '이영희', role: 'supervisor' });
    const added = kim();
    restart();
    expect(operators.list()).toEqual([
      added,
      { id: expect.any(String), name: '이영희', role: 'supervisor' },
    ]);
  });

  test('have names that are tidied: composed, single spaces, nothing invisible', () => {
    const typed = `  ${'김철수'.normalize('NFD')}\u200b \t B  `;
    expect(operators.add({ name: typed, role: 'operator' }).name).toBe('김철수 B');
  });

  test.each([
    { name: 'the same', first: '김철수', second: '김철수' },
    { name: 'typed in parts', first: '김철수', second: '김철수'.normalize('NFD') },
    { name: 'spaced', first: '김철수', second: '김 철수' },
    { name: 'in capitals', first: 'Kim', second: 'KIM' },
    { name: 'in full width', first: 'Kim', second: 'Ｋｉｍ' },
    { name: 'with an invisible character', first: 'Kim', second: 'Ki\u200dm' },
  ])('are refused a name that reads the same: $name', ({ first, second }) => {
    operators.add({ name: first, role: 'operator' });
    expect(() => operators.add({ name: second, role: 'supervisor' })).toThrow(code('nameTaken'));
    expect(operators.list()).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['only spaces', ' \t '],
    ['only invisible characters', '\u200b\u2060'],
    ['41 characters', '김'.repeat(41)],
  ])('are refused a name of %s', (_, name) => {
    expect(() => operators.add({ name, role: 'operator' })).toThrow(code('nameInvalid'));
  });

  test('may have a name of 40 syllables, also one typed in parts', () => {
    const name = '김'.repeat(40);
    expect(operators.add({ name: name.normalize('NFD'), role: 'operator' }).name).toBe(name);
  });
});

describe('sessions', () => {
  test('name the person and the desk of each act', () => {
    const operator = kim();
    const signedOn = operators.signOn({ operatorId: operator.id, desk: 'desk-1' });
    expect(signedOn.operator).toEqual(operator);
    expect(operators.resolve(signedOn.session)).toMatchObject({
      operator: '김철수',
      desk: 'desk-1',
    });
    expect(operators.whoAmI(signedOn.session)).toEqual(operator);
  });

  test('are random, and only their hash is on disk', () => {
    const { id } = kim();
    const tokens = [1, 2, 3].map(() => operators.signOn({ operatorId: id, desk: 'd' }).session);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const stored = JSON.stringify(db.prepare('SELECT * FROM operator_session').all());
    for (const token of tokens) expect(stored).not.toContain(token);
    const hashes = db.prepare<[], string>('SELECT token_hash FROM operator_session').pluck().all();
    for (const hash of hashes) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(operators.resolve(hash)).toBeUndefined();
    }
  });

  test('survive a restart of the engine', () => {
    const { session } = operators.signOn({ operatorId: kim().id, desk: 'desk-1' });
    restart();
    expect(operators.resolve(session)).toMatchObject({ operator: '김철수', desk: 'desk-1' });
  });

  test('end at sign-off, for good, and alone', () => {
    const { id } = kim();
    const first = operators.signOn({ operatorId: id, desk: 'desk-1' }).session;
    const second = operators.signOn({ operatorId: id, desk: 'desk-2' }).session;
    operators.resolve(first);
    now += HOUR;
    operators.signOff(first);
    now += HOUR;
    operators.signOff(first);
    operators.signOff('never was a session');
    expect(operators.resolve(first)).toBeUndefined();
    expect(operators.resolve(second)?.desk).toBe('desk-2');
    restart();
    expect(operators.whoAmI(first)).toBeUndefined();
    const ended = db
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
    const { session } = operators.signOn({ operatorId: kim().id, desk: 'd' });
    operators.resolve(session);
    now = T0 + after;
    expect(operators.resolve(session) !== undefined).toBe(valid);
    restart();
    expect(operators.resolve(session) !== undefined).toBe(valid);
  });

  test('are given to nobody who is not an operator, and by nobody who guesses', () => {
    expect(() => operators.signOn({ operatorId: 'nobody', desk: 'd' })).toThrow(
      code('unknownOperator'),
    );
    expect(operators.resolve('x'.repeat(43))).toBeUndefined();
    expect(operators.whoAmI('')).toBeUndefined();
  });

  test('more than memory keeps are all still known', () => {
    const { id } = kim();
    const tokens = db.transaction(() =>
      Array.from({ length: 1_100 }, (_, i) => operators.signOn({ operatorId: id, desk: `d${i}` })),
    )();
    for (const { session } of tokens) operators.resolve(session);
    expect(operators.resolve(tokens[0]?.session ?? '')?.desk).toBe('d0');
    expect(operators.resolve(tokens[1_099]?.session ?? '')?.desk).toBe('d1099');
  });
});

describe('bounds', () => {
  test('five hundred operators are enough', () => {
    for (let i = 0; i < 500; i++) operators.add({ name: `operator ${i}`, role: 'operator' });
    expect(kim).toThrow(code('tooManyOperators'));
    expect(() => operators.add({ name: 'operator 7', role: 'operator' })).toThrow();
    expect(operators.list()).toHaveLength(500);
  });

  test('a flood of sign-ons does not fill the disk, and the newest of them stand', () => {
    const { id } = kim();
    const first = operators.signOn({ operatorId: id, desk: 'A' }).session;
    // The same as ten thousand sign-ons, without as many syncs.
    const flood = db.transaction(() => {
      for (let i = 0; i < 10_000; i++) operators.signOn({ operatorId: id, desk: 'B' });
    });
    flood();
    const last = operators.signOn({ operatorId: id, desk: 'C' }).session;
    const rows = db.prepare<[], number>('SELECT count(*) FROM operator_session').pluck().get();
    expect(rows).toBe(10_000);
    expect(operators.resolve(last)).toMatchObject({ operator: '김철수', desk: 'C' });
    expect(operators.resolve(first)).toBeUndefined();
  });
});
