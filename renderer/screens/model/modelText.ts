/** Short writings of what the model's figures say. Pure. */
import type {
  CalibrationBin,
  FeatureDrift,
  ModelPerformance,
} from '#shared/contract/predictionViews.ts';
import { formatPercent } from '#shared/i18n/chance.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';

/** Bands of the population stability index, as credit scoring has used them since the nineties (Siddiqi 2006). */
export type DriftBand = keyof Words['model']['drift']['bands'];
const SHIFTING = 0.1;
const SHIFTED = 0.25;

export function driftBand({ psi }: Pick<FeatureDrift, 'psi'>): DriftBand {
  if (psi > SHIFTED) return 'shifted';
  return psi >= SHIFTING ? 'shifting' : 'steady';
}

/** As many digits as it takes not to say 100 % of what isn't all. */
export function formatShare(share: number, digits: number, language: Language): string {
  const step = 10 ** -(digits + 2);
  const shown = share < 1 ? Math.min(share, 1 - step) : share;
  return formatPercent(shown, digits, language);
}

/** Three digits that mean something: a good model's figure is 0.004 and not 0.0. */
export function perDeviceDay(count: number | null, words: Words, language: Language): string {
  if (count === null) return words.model.performance.unknown;
  return formatNumber(count, count === 0 || count >= 1 ? 1 : 4, language);
}

export interface PerformanceFigure {
  readonly id: 'accuracy' | 'precision' | 'recall' | 'f1' | 'falseAlarms' | 'lead';
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
  /** What it must not be read without. */
  readonly warning: string | null;
}

/** The six figures of a stretch of time; those that can't be told say so in words. */
export function performanceFigures(
  performance: ModelPerformance,
  words: Words,
  language: Language,
): readonly PerformanceFigure[] {
  const own = words.model.performance;
  const ratio = (share: number | null) =>
    share === null ? own.unknown : formatShare(share, 1, language);
  const { accuracy, precision, recall, f1, falseAlarmsPerDeviceDay, deviceDays } = performance;
  const { medianLeadMinutes } = performance;
  return [
    {
      id: 'accuracy',
      name: own.accuracy,
      value: accuracy === null ? own.unknown : formatShare(accuracy, 2, language),
      meaning: '',
      warning: own.accuracyWarning,
    },
    {
      id: 'precision',
      name: own.precision,
      value: ratio(precision),
      meaning: own.precisionMeaning,
      warning: null,
    },
    {
      id: 'recall',
      name: own.recall,
      value: ratio(recall),
      meaning: own.recallMeaning,
      warning: null,
    },
    {
      id: 'f1',
      name: own.f1,
      value: f1 === null ? own.unknown : formatNumber(f1, 2, language),
      meaning: own.f1Meaning,
      warning: null,
    },
    {
      id: 'falseAlarms',
      name: own.falseAlarms,
      value: perDeviceDay(falseAlarmsPerDeviceDay, words, language),
      meaning: own.falseAlarmsMeaning({ days: formatNumber(deviceDays, 0, language) }),
      warning: null,
    },
    {
      id: 'lead',
      name: own.lead,
      value:
        medianLeadMinutes === null
          ? own.unknown
          : own.minutes({ amount: formatNumber(medianLeadMinutes, 0, language) }),
      meaning: own.leadMeaning,
      warning: null,
    },
  ];
}

export function calibrationRows(
  bins: readonly CalibrationBin[],
  language: Language,
): readonly (readonly [range: string, count: string, predicted: string, observed: string])[] {
  return bins.map(({ from, to, count, predicted, observed }) => [
    `${formatPercent(from, 0, language)} – ${formatPercent(to, 0, language)}`,
    formatNumber(count, 0, language),
    formatPercent(predicted, 1, language),
    formatPercent(observed, 1, language),
  ]);
}
