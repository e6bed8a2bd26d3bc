/** A walk test as text for other programs. Pure. */
import type { SignedWalkTest, WalkTestView } from '#shared/contract/walkTestViews.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import type { Language } from '#shared/i18n/words.ts';
import { HIT_ORIGINS } from '#shared/walkTest/coverage.ts';
import { WALK_TEST_ITEMS } from '#shared/walkTest/items.ts';
import { itemWord } from './itemWord.ts';
import { hitOf, hitsByPoint, pointKey, statesOf } from './points.ts';

/** Spreadsheets run a cell that begins like a formula, whoever named the device. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const isoOf = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

/** One line for each point of each device. Begins with a mark by which Excel reads Korean. */
export function testAsCsv(test: WalkTestView, words: Words, language: Language): string {
  const hits = hitsByPoint(test.hits);
  const { walkTest } = words;
  const head = [
    'ID',
    walkTest.device,
    walkTest.floor,
    walkTest.panel,
    walkTest.item,
    walkTest.state,
    ...HIT_ORIGINS.flatMap((origin) => [
      `${walkTest.origins[origin]}: ${walkTest.when}`,
      `${walkTest.origins[origin]}: ${walkTest.count}`,
    ]),
    walkTest.by,
    walkTest.failed,
  ];
  const lines = test.list.flatMap(({ id, name, floor, panel }) => {
    const states = statesOf(id, hits);
    return WALK_TEST_ITEMS.map((item, index) => {
      const own = hits.get(pointKey(id, item)) ?? [];
      const injected = hitOf(own, 'desk');
      return [
        id,
        name,
        floor?.[language] ?? '',
        panel ?? '',
        itemWord(item, words),
        walkTest.cells[states[index] ?? 'untested'],
        ...HIT_ORIGINS.flatMap((origin) => {
          const hit = hitOf(own, origin);
          return [isoOf(hit?.lastAt), hit?.count ?? 0];
        }),
        injected?.by ?? '',
        injected?.fault ? walkTest.faults[injected.fault] : '',
      ];
    });
  });
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** What was signed, to the letter: its digest is taken of `certificate` as it stands here. */
export function testAsJson(test: WalkTestView, signed: SignedWalkTest | null): string {
  return JSON.stringify(signed ?? { test }, null, 2);
}

export function fileName(test: WalkTestView, ending: string): string {
  return `walk-test-${new Date(test.begunAt).toISOString().slice(0, 10)}-${test.id.slice(0, 8)}.${ending}`;
}
