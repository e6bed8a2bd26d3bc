/** What the desk says of a check item, in words. Pure. */
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatAge, formatBytes, formatNumber } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { CheckFigure } from '#shared/shift/checkLists.ts';

type Sentence = (values: Readonly<Record<string, string>>) => string;

/** The name of a value says what it is: bytes, a span, an age, a share, an average. */
function write(name: string, value: number | string, words: Words, language: Language): string {
  if (typeof value === 'string') return value;
  if (name === 'ageMs')
    return value < 0 ? words.common.never : words.common.ago({ age: formatAge(value, language) });
  // Below nothing: it was not measured, which is not the same as nothing.
  if (value < 0) return words.common.unknown;
  if (name.endsWith('Bytes')) return formatBytes(value, language);
  if (name.endsWith('Ms')) return `${formatNumber(value, 0, language)} ms`;
  if (name === 'share') return `${formatNumber(value * 100, 1, language)} %`;
  return formatNumber(value, name === 'rate' ? 1 : 0, language);
}

export function checkFigureText(
  { key, values }: CheckFigure,
  words: Words,
  language: Language,
): string {
  const sentence = words.shift.checkFigures[key] as Sentence;
  return sentence(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, write(name, value, words, language)]),
    ),
  );
}
