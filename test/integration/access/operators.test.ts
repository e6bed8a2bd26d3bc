import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperatorView } from '#shared/contract/views.ts';
import { Desk } from './Desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.dispose());

const add = (name: string, role: OperatorView['role'] = 'operator') =>
  desk.operators.add({ name, role });
const names = () => desk.operators.all().map(({ name }) => name);

describe('operators', () => {
  test('are listed by name with their roles, also after a restart; none can sign in yet', () => {
    add('이영희', 'supervisor');
    add('김철수');
    desk.restart();
    expect(desk.operators.choices()).toEqual([
      { id: expect.any(String), name: '김철수', role: 'operator', signsInWith: null },
      { id: expect.any(String), name: '이영희', role: 'supervisor', signsInWith: null },
    ]);
  });

  test('have names that are tidied: composed, single spaces, nothing invisible', () => {
    add(`  ${'김철수'.normalize('NFD')}\u200b \t B  `);
    expect(names()).toEqual(['김철수 B']);
  });

  test.each([
    { name: 'the same', first: '김철수', second: '김철수' },
    { name: 'typed in parts', first: '김철수', second: '김철수'.normalize('NFD') },
    { name: 'spaced', first: '김철수', second: '김 철수' },
    { name: 'in capitals', first: 'Kim', second: 'KIM' },
    { name: 'in full width', first: 'Kim', second: 'Ｋｉｍ' },
    { name: 'with an invisible character', first: 'Kim', second: 'Ki\u200dm' },
  ])('are refused a name that reads the same: $name', ({ first, second }) => {
    add(first);
    expect(add(second, 'supervisor')).toBe('nameTaken');
    expect(names()).toEqual([first]);
  });

  test.each([
    ['nothing', ''],
    ['only spaces', ' \t '],
    ['only invisible characters', '\u200b\u2060'],
    ['41 characters', '김'.repeat(41)],
  ])('are refused a name of %s', (_, name) => {
    expect(add(name)).toBe('nameInvalid');
  });

  test('may have a name of 40 syllables, also one typed in parts', () => {
    const name = '김'.repeat(40);
    add(name.normalize('NFD'));
    expect(names()).toEqual([name]);
  });

  test('five hundred are enough', () => {
    desk.db.transaction(() => {
      for (let i = 0; i < 500; i++) add(`operator ${i}`);
    })();
    expect(add('one more')).toBe('tooManyOperators');
    expect(add('operator 7')).toBe('nameTaken');
    expect(names()).toHaveLength(500);
  });
});
