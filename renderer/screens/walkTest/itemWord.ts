import type { Words } from '#shared/i18n/dictionary.ts';
import type { WalkTestItem } from '#shared/walkTest/items.ts';

export function itemWord(item: WalkTestItem, words: Words): string {
  return item === 'deviceSilent' ? words.walkTest.silent : words.kinds[item];
}
