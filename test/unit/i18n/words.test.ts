import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WORDS, wordOf } from '#shared/i18n/words.ts';

interface Entry {
  readonly key: string;
  readonly text: string;
}

/** Every word with its path; functions are asked with a stand-in for each value, so they can be read too. */
function entries(value: unknown, key = ''): Entry[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value === 'function') {
    const values = new Proxy(
      {},
      { get: (_, name) => (name === 'count' ? 2 : `<${String(name)}>`) },
    );
    return [{ key, text: String(value(values)) }];
  }
  if (typeof value !== 'object' || value === null) throw new Error(`not a word: ${key}`);
  return Object.entries(value).flatMap(([name, inner]) =>
    entries(inner, key === '' ? name : `${key}.${name}`),
  );
}

const ko = entries(WORDS.ko);
const en = entries(WORDS.en);
const enByKey = new Map(en.map((entry) => [entry.key, entry.text]));

/** The same in both languages on purpose: names, and signs between values. */
const SAME_ON_PURPOSE = new Set(['product', 'alarmTable.row', 'alarmTable.file.name']);

test('both languages have exactly the same keys', () => {
  expect(en.map((entry) => entry.key).sort()).toEqual(ko.map((entry) => entry.key).sort());
});

test('no word is empty, padded or left as a placeholder', () => {
  const bad = [...ko, ...en].filter(
    ({ text }) =>
      text.trim() === '' || text !== text.trim() || /TODO|undefined|\[object/.test(text),
  );
  expect(bad).toEqual([]);
});

test('no English word was left in Korean, and no Korean one in English', () => {
  const hangul = /[\u3131-\u318e\uac00-\ud7a3]/;
  expect(en.filter(({ text }) => hangul.test(text))).toEqual([]);
  expect(
    ko.filter(({ key, text }) => text === enByKey.get(key) && !SAME_ON_PURPOSE.has(key)),
  ).toEqual([]);
});

test('both languages use the same values in a sentence', () => {
  const used = (text: string) => (text.match(/<\w+>|2/g) ?? []).sort().join(' ');
  expect(
    ko.filter(({ key, text }) => text.includes('<') && used(text) !== used(enByKey.get(key) ?? '')),
  ).toEqual([]);
});

describe('wordOf', () => {
  test('a code newer than the dictionary shows as itself', () => {
    expect(wordOf({ known: 'word' }, 'known')).toBe('word');
    expect(wordOf({ known: 'word' }, 'fromTheFuture')).toBe('fromTheFuture');
  });
});

test('no Hangul is written into a component: every word comes from the dictionary', () => {
  const root = new URL('../../../renderer/', import.meta.url).pathname;
  const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(tsx?|css|html)$/.test(path),
  );
  expect(components.length).toBeGreaterThan(20);
  expect(
    components.filter((path) => /[\uac00-\ud7a3]/.test(readFileSync(join(root, path), 'utf8'))),
  ).toEqual([]);
});
