/** Every word of the product in both languages. Korean defines the keys; English must have exactly the same. */
import type { Words } from './dictionary.ts';
import { feedProblems as enFeedProblems } from './en/feedProblems.ts';
import { screens as enScreens } from './en/screens.ts';
import { vocabulary as enVocabulary } from './en/vocabulary.ts';
import { feedProblems as koFeedProblems } from './ko/feedProblems.ts';
import { screens as koScreens } from './ko/screens.ts';
import { vocabulary as koVocabulary } from './ko/vocabulary.ts';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const WORDS: Readonly<Record<Language, Words>> = {
  ko: { ...koScreens, ...koVocabulary, ...koFeedProblems },
  en: { ...enScreens, ...enVocabulary, ...enFeedProblems },
};

/** A word for a code that may be newer than this dictionary: the code itself is better than nothing. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
