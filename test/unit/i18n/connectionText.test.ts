/** Each finding is a sentence with nothing left open in it, in both languages. */
import { expect, test } from 'vitest';
import { findingText, importProblemText } from '#shared/i18n/connectionText.ts';
import { LANGUAGES, WORDS } from '#shared/i18n/words.ts';

test('both languages name the same values in each finding', () => {
  const placeholders = (text: string) => new Set(text.match(/\{\w+\}/g) ?? []);
  const { findings: ko } = WORDS.ko.connectionTests;
  const { findings: en } = WORDS.en.connectionTests;
  for (const [code, words] of Object.entries(ko)) {
    const same = en[code as keyof typeof en];
    expect(placeholders(same.what), code).toEqual(placeholders(words.what));
    expect('toDo' in same, code).toBe('toDo' in words);
  }
});

test.each(LANGUAGES)('whatever is not well says what to do: %s', (language) => {
  const { findings } = WORDS[language].connectionTests;
  const well =
    /None$|Own$|Good$|Found$|Open$|Free$|listening|Known$|Accepted$|^subscribed$|Read$|Heard$|OfDesk$/;
  for (const [code, words] of Object.entries(findings))
    if (!well.test(code) || code === 'messageNone' || code === 'devicesNone')
      expect('toDo' in words, code).toBe(true);
});

test('values are filled in, and the reason of an unreadable message is in words', () => {
  const finding = {
    finding: 'messageUnreadable',
    values: { topic: 'a/b', reason: 'notJson', detail: 'message: x' },
  } as const;
  const ko = findingText(finding, WORDS.ko);
  expect(ko.what).toContain(WORDS.ko.quarantineReasons.notJson);
  expect(ko.what).toContain('a/b');
  expect(findingText({ finding: 'certificateNone', values: {} }, WORDS.en).toDo).toBeNull();
  expect(importProblemText({ code: 'badBundle', detail: 'endpoint' }, WORDS.en)).toContain(
    'endpoint',
  );
});

test('a finding that is newer than the page is said by its code', () => {
  const newer = { finding: 'tlsQuantum', values: {} } as never;
  expect(findingText(newer, WORDS.ko)).toEqual({ what: 'tlsQuantum', toDo: null });
});
