/** Chances and shares as percentages, with as many digits as they can bear. */
import { formatNumber } from './format.ts';
import { type Language, WORDS } from './words.ts';

/** 61% in Korean, 61 % in English. */
export function formatPercent(share: number, digits: number, language: Language): string {
  const number = formatNumber(share * 100, digits, language);
  return language === 'ko' ? `${number}%` : `${number} %`;
}

/** A calibrated chance is never known better than this, and is never nought or one. */
const LEAST = 0.001;

/**
 * A chance with two digits that mean something: 37%, 4.2%, 0.3%. Below 0.1 % and above 99.9 % it says so, because
 * "0 %" and "100 %" would be promises.
 * @param chance 0 … 1
 */
export function formatChance(chance: number, language: Language): string {
  const words = WORDS[language].prediction;
  if (chance < LEAST) return words.below({ limit: formatPercent(LEAST, 1, language) });
  if (chance > 1 - LEAST) return words.over({ limit: formatPercent(1 - LEAST, 1, language) });
  // Where rounding to whole percents would reach 100.
  const whole = chance >= 0.0995 && chance < 0.99;
  return formatPercent(chance, whole ? 0 : 1, language);
}

/** A ratio that was counted, or the word for one that can't be told. */
export function formatRatio(ratio: number | null, digits: number, language: Language): string {
  return ratio === null
    ? WORDS[language].model.performance.unknown
    : formatPercent(ratio, digits, language);
}
