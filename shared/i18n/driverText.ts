/**
 * What a feature is called, and what drove the model, in words. Contributions come in the schema's transformed units
 * (`shared/prediction/schema.ts`): logarithms and roots are undone here, because nobody reads a logarithm of mA.
 */
import type { Contribution } from '#shared/contract/predictionViews.ts';
import { CHANNELS, type Channel } from '#shared/prediction/schema.ts';
import { formatPercent } from './chance.ts';
import type { Words } from './dictionary.ts';
import { formatNumber } from './format.ts';
import { type Language, WORDS } from './words.ts';

/** What follows a channel's name in a feature's. */
const FORMS = { '': 'now', FromDay: 'fromDay', FromHours: 'fromHours', Spread: 'spread' } as const;
type Form = (typeof FORMS)[keyof typeof FORMS];

interface OfChannel {
  readonly channel: Channel;
  readonly form: Form;
}

const OF_CHANNEL: ReadonlyMap<string, OfChannel> = new Map(
  CHANNELS.flatMap((channel) =>
    Object.entries(FORMS).map(([suffix, form]) => [`${channel}${suffix}`, { channel, form }]),
  ),
);

/** @returns null for a feature that is newer than this dictionary */
export function featureName(feature: string, words: Words): string | null {
  const own = words.features[feature];
  if (own !== undefined) return own;
  const made = OF_CHANNEL.get(feature);
  if (made === undefined) return null;
  const channel = words.channels[made.channel];
  return made.form === 'now' ? channel : words.featureForms[made.form]({ channel });
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

/** How a channel was transformed, and how people read it. */
interface Scale {
  readonly unit: string;
  readonly digits: number;
  readonly transform: 'plain' | 'logarithm' | 'root';
}

const plain = (unit: string, digits: number): Scale => ({ unit, digits, transform: 'plain' });
const logarithm = (unit: string, digits: number): Scale => ({
  unit,
  digits,
  transform: 'logarithm',
});

const SCALES: Readonly<Record<Channel, Scale>> = {
  voltage: plain('V', 1),
  sag: plain('V', 1),
  current: plain('A', 1),
  leakage: logarithm('mA', 1),
  resistive: logarithm('mA', 1),
  board: plain('°C', 1),
  terminal: plain('°C', 1),
  excess: plain('°C', 1),
  co: logarithm('ppm', 1),
  voc: logarithm('µg/m³', 0),
  powerFactor: plain('', 2),
  arcs: { unit: '', digits: 1, transform: 'root' },
};

interface Telling {
  readonly words: Words;
  readonly language: Language;
}

type Values = Pick<Contribution, 'value' | 'usual'>;
type Than = keyof Words['drivers']['than'];

const squared = (root: number): number => Math.max(0, root) ** 2;

function write(amount: number, { unit, digits }: Scale, language: Language): string {
  const number = formatNumber(amount, digits, language);
  return unit === '' ? number : `${number} ${unit}`;
}

/** So many units higher or lower; "about the same" where the last digit shows no difference. */
function shifted(
  name: string,
  difference: number,
  than: Than,
  scale: Scale,
  { words, language }: Telling,
): string {
  const { drivers } = words;
  const base = drivers.than[than];
  if (Math.abs(difference) < 0.5 * 10 ** -scale.digits) return drivers.same({ name, than: base });
  const amount = write(Math.abs(difference), scale, language);
  return difference > 0
    ? drivers.higher({ name, than: base, amount })
    : drivers.lower({ name, than: base, amount });
}

/** Of a difference of logarithms: how many times as much, or what share is left. */
function multiplied(name: string, difference: number, than: Than, telling: Telling): string {
  const { words, language } = telling;
  const { drivers } = words;
  const base = drivers.than[than];
  const factor = Math.exp(difference);
  if (factor >= 1.05)
    return drivers.times({ name, than: base, amount: formatNumber(factor, 1, language) });
  if (factor <= 0.95)
    return drivers.less({ name, than: base, amount: formatPercent(factor, 0, language) });
  return drivers.same({ name, than: base });
}

function moreOrLess(name: string, difference: number, than: Than, { words }: Telling): string {
  const base = words.drivers.than[than];
  if (difference === 0) return words.drivers.same({ name, than: base });
  return difference > 0
    ? words.drivers.oftener({ name, than: base })
    : words.drivers.rarer({ name, than: base });
}

function inSpreads(name: string, { value }: Values, { words, language }: Telling): string {
  const amount = formatNumber(Math.abs(value), 1, language);
  return value >= 0
    ? words.drivers.spreadsUp({ name, amount })
    : words.drivers.spreadsDown({ name, amount });
}

function besideUsual(
  name: string,
  values: Values,
  { words }: Telling,
  show: (value: number) => string,
): string {
  const value = show(values.value);
  const usual = show(values.usual);
  return value === usual ? `${name}: ${value}` : words.drivers.now({ name, value, usual });
}

function ofChannel({ channel, form }: OfChannel, values: Values, telling: Telling): string {
  const { words, language } = telling;
  const name = words.channels[channel];
  const scale = SCALES[channel];
  const difference = values.value - values.usual;
  if (form === 'spread') return inSpreads(name, values, telling);
  if (form !== 'now') {
    const than = form === 'fromDay' ? 'day' : 'hours';
    // A baseline is what is usual here, so the value is the difference itself.
    if (scale.transform === 'plain') return shifted(name, values.value, than, scale, telling);
    if (scale.transform === 'logarithm') return multiplied(name, values.value, than, telling);
    return moreOrLess(name, values.value, than, telling);
  }
  if (scale.transform === 'plain') return shifted(name, difference, 'usual', scale, telling);
  return besideUsual(name, values, telling, (value) =>
    scale.transform === 'root'
      ? words.drivers.arcsPerMinute({ amount: formatNumber(squared(value), 1, language) })
      : write(Math.max(0, Math.expm1(value)), scale, language),
  );
}

type Tell = (name: string, values: Values, telling: Telling) => string;

const unexplained =
  (channel: Channel): Tell =>
  (_, { value }, telling) =>
    shifted(telling.words.channels[channel], value, 'load', SCALES[channel], telling);

const arcs: Tell = (name, values, telling) =>
  besideUsual(name, values, telling, (value) =>
    telling.words.drivers.arcsPerMinute({
      amount: formatNumber(squared(value), 1, telling.language),
    }),
  );

const load: Tell = (name, values, telling) =>
  besideUsual(name, values, telling, (value) => formatPercent(value, 0, telling.language));

/** Those that are made of no single channel. */
const OWN: Readonly<Record<string, Tell>> = {
  terminalUnexplained: unexplained('terminal'),
  boardUnexplained: unexplained('board'),
  voltageUnexplained: unexplained('voltage'),
  terminalUnexplainedSpread: (_, values, telling) =>
    inSpreads(telling.words.features['terminalUnexplained'] ?? '', values, telling),
  boardUnexplainedSpread: (_, values, telling) =>
    inSpreads(telling.words.features['boardUnexplained'] ?? '', values, telling),
  voltageUnrest: (name, values, telling) =>
    besideUsual(name, values, telling, (value) => write(value, SCALES.voltage, telling.language)),
  loadRatio: load,
  loadRatioHalfHour: load,
  arcsFiveMinutes: arcs,
  arcsHour: arcs,
  unusualChannels: (name, values, telling) =>
    besideUsual(name, values, telling, (value) =>
      telling.words.drivers.kinds({ amount: formatNumber(value, 0, telling.language) }),
    ),
  gasSensorInEnclosure: (name, values, telling) =>
    besideUsual(name, values, telling, (value) => {
      const { enclosure, room, unknownPlace } = telling.words.drivers;
      if (value > 0.75) return enclosure;
      return value < 0.25 ? room : unknownPlace;
    }),
  ownHistory: (name, values, telling) =>
    besideUsual(name, values, telling, (value) =>
      telling.words.drivers.hours({
        amount: formatNumber(Math.max(0, Math.expm1(value)), 0, telling.language),
      }),
    ),
};

/** One driver as a sentence: "단자 온도가 평소보다 8.2 °C 높음". */
export function driverText(contribution: Contribution, language: Language): string {
  const telling: Telling = { words: WORDS[language], language };
  const { feature } = contribution;
  const made = OF_CHANNEL.get(feature);
  if (made !== undefined) return ofChannel(made, contribution, telling);
  const name = featureOrGroup(contribution, telling.words);
  return OWN[feature]?.(name, contribution, telling) ?? name;
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
