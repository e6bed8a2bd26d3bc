/** The style sheets are one: what two of them say of the same class, the later says for both places. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const theme = path.resolve(import.meta.dirname, '../../../renderer/theme');
/** A rule for a class alone, at the beginning of a line: not one inside a query. */
const OF_ONE_CLASS = /^\.([a-z][\w-]*) \{/gm;

/** What several screens use on purpose, each with a little of its own. */
const SHARED: ReadonlySet<string> = new Set([
  'alarm',
  'button',
  'channel-card',
  'drawer-section',
  'duty',
  'field',
  'input',
  'modal',
  'operator',
  'section',
  'section-head',
  'silence',
  'table',
]);

test('each class is dressed in one style sheet', () => {
  const sheets = new Map<string, Set<string>>();
  for (const sheet of readdirSync(theme).filter((name) => name.endsWith('.css'))) {
    for (const [, name = ''] of readFileSync(path.join(theme, sheet), 'utf8').matchAll(
      OF_ONE_CLASS,
    ))
      sheets.set(name, (sheets.get(name) ?? new Set()).add(sheet));
  }
  expect(sheets.size).toBeGreaterThan(100);
  const twice = [...sheets].flatMap(([name, within]) =>
    within.size > 1 ? [`.${name}: ${[...within].join(', ')}`] : [],
  );
  expect(twice).toEqual([]);
});

test('what one style sheet dresses is not named first in a rule of another, by chance', () => {
  const dressed = new Map<string, string>();
  const sheets = readdirSync(theme).filter((name) => name.endsWith('.css'));
  const textOf = (sheet: string) => readFileSync(path.join(theme, sheet), 'utf8');
  for (const sheet of sheets)
    for (const [, name = ''] of textOf(sheet).matchAll(OF_ONE_CLASS)) dressed.set(name, sheet);
  const elsewhere = sheets.flatMap((sheet) =>
    [...textOf(sheet).matchAll(/^\.([a-z][\w-]*)/gm)].flatMap(([, name = '']) => {
      const home = dressed.get(name);
      return home === undefined || home === sheet || SHARED.has(name)
        ? []
        : [`.${name} of ${home}: ${sheet}`];
    }),
  );
  expect([...new Set(elsewhere)]).toEqual([]);
});
