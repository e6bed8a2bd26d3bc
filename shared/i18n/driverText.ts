/**
 * What a feature is called, and what drove the model, in words. Contributions come in the schema's transformed units
 * (`shared/prediction/schema.ts`): logarithms and roots are undone here, because nobody reads a logarithm of mA.
 */
import type { Contribution } from '#shared/contract/predictionViews.ts';
import { formatPercent } from './chance.ts';
import type { Words } from './dictionary.ts';
import { formatNumber } from './format.ts';
import { type Language, WORDS } from './words.ts';

/** @returns null for a feature that is newer than this dictionary */
export function featureName(feature: string, words: Words): string | null {
  return words.features[feature] ?? null;
}

/** Its name, and where there is none what kind of thing it is with the name of the schema. */
export function featureOrGroup(
  { feature, group }: Pick<Contribution, 'feature' | 'group'>,
  words: Words,
): string {
  return (
    featureName(feature, words) ??
    words.drivers.fromGroup({ group: words.featureGroups[group], feature })
  );
}

interface Telling {
  readonly words: Words;
  readonly language: Language;
}

type Values = Pick<Contribution, 'value' | 'usual'>;
type Than = keyof Words['drivers']['than'];
type Quantity = keyof Words['quantities'];
type Tell = (feature: string, values: Values, telling: Telling) => string;

/** So many units above or below what it is compared with; the value is the difference already. */
const shifted =
  (quantity: Quantity, than: Than, unit: string, digits: number): Tell =>
  (_, { value }, { words, language }) => {
    const name = words.quantities[quantity];
    const base = words.drivers.than[than];
    // Where the last digit shows no difference.
    if (Math.abs(value) < 0.5 * 10 ** -digits) return words.drivers.same({ name, than: base });
    const number = formatNumber(Math.abs(value), digits, language);
    const amount = unit === '' ? number : `${number} ${unit}`;
    return value > 0
      ? words.drivers.higher({ name, than: base, amount })
      : words.drivers.lower({ name, than: base, amount });
  };

/** Of a difference of logarithms: how many times as much, or what share is left. */
const multiplied =
  (quantity: Quantity, than: Than): Tell =>
  (_, { value }, { words, language }) => {
    const name = words.quantities[quantity];
    const base = words.drivers.than[than];
    const factor = Math.exp(value);
    if (factor >= 1.05)
      return words.drivers.times({
        name,
        than: base,
        amount: formatNumber(factor, 1, language),
      });
    if (factor <= 0.95)
      return words.drivers.less({
        name,
        than: base,
        amount: formatPercent(factor, 0, language),
      });
    return words.drivers.same({ name, than: base });
  };

/** A difference of roots has no unit that means anything. */
const oftener =
  (quantity: Quantity, than: Than): Tell =>
  (_, { value }, { words }) => {
    const name = words.quantities[quantity];
    const base = words.drivers.than[than];
    if (value === 0) return words.drivers.same({ name, than: base });
    return value > 0
      ? words.drivers.oftener({ name, than: base })
      : words.drivers.rarer({ name, than: base });
  };

const inSpreads =
  (quantity: Quantity): Tell =>
  (_, { value }, { words, language }) => {
    const name = words.quantities[quantity];
    const amount = formatNumber(Math.abs(value), 1, language);
    return value >= 0
      ? words.drivers.spreadsUp({ name, amount })
      : words.drivers.spreadsDown({ name, amount });
  };

/** The value itself, with the usual one beside it where that is another. */
const besideUsual =
  (show: (value: number, telling: Telling) => string): Tell =>
  (feature, values, telling) => {
    const name = featureName(feature, telling.words) ?? feature;
    const value = show(values.value, telling);
    const usual = show(values.usual, telling);
    return value === usual
      ? `${name}: ${value}`
      : telling.words.drivers.now({ name, value, usual });
  };

const arcsAMinute = besideUsual((root, { words, language }) =>
  words.drivers.arcsPerMinute({ amount: formatNumber(Math.max(0, root) ** 2, 1, language) }),
);

const share = besideUsual((value, { language }) => formatPercent(value, 0, language));

const hazardIndex: Tell = (feature, { value }, { words, language }) =>
  words.drivers.index({
    name: featureName(feature, words) ?? feature,
    value: formatNumber(value, 1, language),
  });

const TELLS: Readonly<Record<string, Tell>> = {
  hotness: shifted('heat', 'hot', '°C', 1),
  heatFromDay: shifted('heat', 'day', '°C', 1),
  terminalUnexplained: shifted('terminalHeat', 'load', '°C', 1),
  boardUnexplained: shifted('boardHeat', 'load', '°C', 1),
  heatFromHours: shifted('heat', 'hours', '°C', 1),
  heatSpread: inSpreads('heat'),
  terminalUnexplainedSpread: inSpreads('terminalUnexplained'),
  boardUnexplainedSpread: inSpreads('boardUnexplained'),
  heatAtBoth: shifted('bothHeats', 'day', '°C', 1),
  vocFromDay: multiplied('voc', 'day'),
  vocSpread: inSpreads('voc'),
  coFromDay: multiplied('co', 'day'),
  coSpread: inSpreads('co'),
  coOverLimit: shifted('co', 'coLimit', 'ppm', 1),
  resistiveFromDay: multiplied('resistive', 'day'),
  resistiveSpread: inSpreads('resistive'),
  leakageFromDay: multiplied('leakage', 'day'),
  leakageSpread: inSpreads('leakage'),
  leakageOver: shifted('leakage', 'leakLimit', 'mA', 1),
  arcsHour: arcsAMinute,
  arcsFiveMinutes: arcsAMinute,
  voltageUnrest: besideUsual((value, { language }) => `${formatNumber(value, 1, language)} V`),
  overload: (_, { value }, { words, language }) =>
    words.drivers.higher({
      name: words.quantities.load,
      than: words.drivers.than.rated,
      amount: formatPercent(value, 0, language),
    }),
  sagFromDay: shifted('sag', 'day', 'V', 1),
  heatNovel: shifted('heat', 'ever', '°C', 1),
  terminalUnexplainedNovel: shifted('terminalUnexplained', 'ever', '°C', 1),
  boardUnexplainedNovel: shifted('boardUnexplained', 'ever', '°C', 1),
  vocNovel: multiplied('voc', 'ever'),
  coNovel: multiplied('co', 'ever'),
  resistiveNovel: multiplied('resistive', 'ever'),
  leakageNovel: multiplied('leakage', 'ever'),
  arcsNovel: oftener('arcs', 'ever'),
  unrestNovel: shifted('unrest', 'ever', 'V', 1),
  temperatureHazard: hazardIndex,
  gasHazard: hazardIndex,
  leakageHazard: hazardIndex,
  arcHazard: hazardIndex,
  supplyHazard: hazardIndex,
  heatInHour: shifted('heat', 'hour', '°C', 1),
  heatInFourHours: shifted('heat', 'fourHours', '°C', 1),
  terminalInHour: shifted('terminalUnexplained', 'hour', '°C', 1),
  terminalInFourHours: shifted('terminalUnexplained', 'fourHours', '°C', 1),
  boardInHour: shifted('boardUnexplained', 'hour', '°C', 1),
  boardInFourHours: shifted('boardUnexplained', 'fourHours', '°C', 1),
  vocInHour: multiplied('voc', 'hour'),
  vocInFourHours: multiplied('voc', 'fourHours'),
  coInHour: multiplied('co', 'hour'),
  coInFourHours: multiplied('co', 'fourHours'),
  resistiveInHour: multiplied('resistive', 'hour'),
  resistiveInFourHours: multiplied('resistive', 'fourHours'),
  leakageInHour: multiplied('leakage', 'hour'),
  leakageInFourHours: multiplied('leakage', 'fourHours'),
  arcsInHour: oftener('arcs', 'hour'),
  arcsInFourHours: oftener('arcs', 'fourHours'),
  unrestInHour: shifted('unrest', 'hour', 'V', 1),
  unrestInFourHours: shifted('unrest', 'fourHours', 'V', 1),
  gasSensorInEnclosure: besideUsual((value, { words }) => {
    const { enclosure, room, unknownPlace } = words.drivers;
    if (value > 0.75) return enclosure;
    return value < 0.25 ? room : unknownPlace;
  }),
  ownHistory: besideUsual((value, { words, language }) =>
    words.drivers.hours({ amount: formatNumber(Math.max(0, Math.expm1(value)), 0, language) }),
  ),
  powerFactorFromDay: shifted('powerFactor', 'day', '', 2),
  currentFromDay: shifted('current', 'day', 'A', 1),
  loadRatioHalfHour: share,
  voltageFromDay: shifted('voltage', 'day', 'V', 1),
};

/** Whether there is a sentence of its own for it: a test asks for every feature of the schema. */
export function canTell(feature: string): boolean {
  return Object.hasOwn(TELLS, feature);
}

/** One driver as a sentence: "온도가 지난 반나절 평소보다 8.2 °C 높음". */
export function driverText(contribution: Contribution, language: Language): string {
  const telling: Telling = { words: WORDS[language], language };
  const { feature } = contribution;
  return (
    TELLS[feature]?.(feature, contribution, telling) ?? featureOrGroup(contribution, telling.words)
  );
}

/**
 * How much of the chance it makes: the share of the model's output that is gone without it. One that lowers the chance
 * is told in percentage points, because a share of what it took away means nothing.
 * @param output what the model said, 0 … 1
 */
export function driverShare(
  { share }: Pick<Contribution, 'share'>,
  output: number,
  language: Language,
): string {
  const words = WORDS[language].prediction;
  if (share < 0) {
    const amount = formatNumber(-share * 100, -share < 0.1 ? 1 : 0, language);
    return words.lowers({ points: words.pointsUnit({ amount }) });
  }
  const part = output <= 0 ? 0 : Math.min(1, share / output);
  return words.partOf({ share: formatPercent(part, 0, language) });
}
