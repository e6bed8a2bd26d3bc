import type { LocalName } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { WORDS } from '#shared/i18n/words.ts';

/** A name that the program gives, in both languages; long ones are cut to what a name may have. */
export function bothNames(
  name: (said: Words['plans'], language: 'ko' | 'en') => string,
): LocalName {
  return {
    ko: name(WORDS.ko.plans, 'ko').slice(0, 80),
    en: name(WORDS.en.plans, 'en').slice(0, 80),
  };
}
