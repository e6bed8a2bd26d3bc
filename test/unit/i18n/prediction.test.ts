import { describe, expect, test } from 'vitest';
import { type Contribution, MODEL_PROBLEM_CODES } from '#shared/contract/predictionViews.ts';
import { formatChance, formatPercent } from '#shared/i18n/chance.ts';
import {
  canTell,
  driverShare,
  driverText,
  featureName,
  featureOrGroup,
} from '#shared/i18n/driverText.ts';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { LANGUAGES, WORDS } from '#shared/i18n/words.ts';
import { FEATURES } from '#shared/prediction/schema.ts';

const of = (feature: string, value: number, usual: number): Contribution => ({
  feature,
  group: FEATURES.find(({ name }) => name === feature)?.group ?? 'device',
  value,
  usual,
  from: 0,
  to: 60_000,
  share: 0.1,
});

describe.each(LANGUAGES)('the words for what the model eats, in %s', (language) => {
  const words = WORDS[language];

  test('name every feature of the schema, each by a name of its own', () => {
    const names = FEATURES.map(({ name }) => featureName(name, words));
    expect(FEATURES.filter((_, index) => names[index] === null)).toEqual([]);
    expect(new Set(names).size).toBe(FEATURES.length);
    expect(FEATURES.filter(({ name }) => !canTell(name))).toEqual([]);
    // And no name outlives its feature.
    expect(Object.keys(words.features).sort()).toEqual(FEATURES.map(({ name }) => name).sort());
  });

  test('make a sentence of every feature, whatever its value', () => {
    for (const { name } of FEATURES) {
      for (const [value, usual] of [
        [0, 0],
        [0.3, 0],
        [-0.4, 0.2],
        [7, 3],
      ] as const) {
        const text = driverText(of(name, value, usual), language);
        expect(text, name).not.toMatch(/undefined|NaN|null|\[object/);
        // The schema's own name would be no word at all.
        expect(text).not.toContain(name);
      }
    }
  });

  test('fall back on the kind of thing for a feature that is newer than the words', () => {
    const text = featureOrGroup({ feature: 'fromTheFuture', group: 'gas' }, words);
    expect(text).toContain(words.featureGroups.gas);
    expect(text).toContain('fromTheFuture');
    expect(driverText({ ...of('fromTheFuture', 1, 0), group: 'gas' }, language)).toBe(text);
  });
});

describe('a driver in words', () => {
  test('says by how much it is higher, and than what, with the particle that Korean wants', () => {
    expect(driverText(of('heatFromDay', 8.2, 0), 'ko')).toBe(
      '온도가 지난 반나절 평소보다 8.2 °C 높음',
    );
    expect(driverText(of('terminalUnexplained', 8.2, 0), 'en')).toBe(
      'Terminal temperature 8.2 °C higher than load explains',
    );
    expect(driverText(of('voltageFromDay', -5.5, 0), 'ko')).toBe(
      '전압이 지난 반나절 평소보다 5.5 V 낮음',
    );
    expect(driverText(of('coOverLimit', 6, 0), 'en')).toBe(
      'Carbon monoxide 6.0 ppm higher than 17 ppm',
    );
    expect(driverText(of('overload', 0.12, 0), 'ko')).toBe('부하가 정격의 90%보다 12% 높음');
  });

  test('tells a difference of logarithms as a factor', () => {
    expect(driverText(of('leakageFromDay', Math.log(3), 0), 'ko')).toBe(
      '누설전류가 지난 반나절 평소의 약 3.0배',
    );
    expect(driverText(of('coNovel', Math.log(1.4), 0), 'en')).toBe(
      'Carbon monoxide about 1.4 times as much as ever before',
    );
    expect(driverText(of('vocFromDay', 0.01, 0), 'ko')).toBe(
      '유해 가스가 지난 반나절 평소와 비슷함',
    );
    expect(driverText(of('vocFromDay', Math.log(0.4), 0), 'ko')).toBe(
      '유해 가스가 지난 반나절 평소의 약 40% 수준',
    );
  });

  test('undoes the root of the arcs', () => {
    expect(driverText(of('arcsFiveMinutes', 2, 0), 'ko')).toBe(
      '5분 동안의 아크: 분당 4.0회 (평소 분당 0.0회)',
    );
    expect(driverText(of('arcsNovel', 0.7, 0), 'en')).toBe('Arcs more often than ever before');
  });

  test('says how many spreads it is away, how unusual a hazard is, and where a sensor sits', () => {
    expect(driverText(of('heatSpread', 7.5, 0), 'en')).toBe(
      'Temperature 7.5 times its own spread too high',
    );
    expect(driverText(of('gasHazard', 2.3, 0), 'ko')).toBe('가스 이상 지수 2.3 (1부터 이상 징후)');
    expect(driverText(of('loadRatioHalfHour', 0.85, 0.4), 'en')).toBe(
      'Load of the circuit, mean of 30 minutes: 85 % (usually 40 %)',
    );
    expect(driverText(of('gasSensorInEnclosure', 1, 1), 'ko')).toBe('가스 센서의 자리: 함 안');
  });

  test('tells how much of the chance it makes, and points where it lowers it', () => {
    expect(driverShare({ share: 0.226 }, 0.37, 'ko')).toBe('확률의 61%');
    expect(driverShare({ share: 0.226 }, 0.37, 'en')).toBe('61 % of the chance');
    expect(driverShare({ share: -0.012 }, 0.37, 'ko')).toBe('확률을 1.2%p 낮춤');
    // Made usual, the rest would even raise it: more than all of it can't be gone.
    expect(driverShare({ share: 0.4 }, 0.37, 'en')).toBe('100 % of the chance');
  });
});

describe('a chance as a percentage', () => {
  test.each([
    [0, '0.1% 미만', 'below 0.1 %'],
    [0.000_99, '0.1% 미만', 'below 0.1 %'],
    [0.001, '0.1%', '0.1 %'],
    [0.0043, '0.4%', '0.4 %'],
    [0.042, '4.2%', '4.2 %'],
    [0.099_4, '9.9%', '9.9 %'],
    [0.099_6, '10%', '10 %'],
    [0.37, '37%', '37 %'],
    [0.989, '99%', '99 %'],
    [0.995, '99.5%', '99.5 %'],
    [0.999_5, '99.9% 초과', 'over 99.9 %'],
    [1, '99.9% 초과', 'over 99.9 %'],
  ])('%f never says nought or all', (chance, ko, en) => {
    expect(formatChance(chance, 'ko')).toBe(ko);
    expect(formatChance(chance, 'en')).toBe(en);
  });

  test('has a space before the sign in English only', () => {
    expect(formatPercent(0.5, 0, 'ko')).toBe('50%');
    expect(formatPercent(0.5, 0, 'en')).toBe('50 %');
  });
});

test('the reason that the model gives has chances beside it, and no bare numbers', () => {
  const reason = {
    source: 'model',
    code: 'modelProbability',
    weight: 0.6,
    value: 0.374,
    limit: 0.12,
    subject: 'probability',
  } as const;
  expect(reasonText(reason, 'ko')).toEqual({
    sentence: WORDS.ko.reasons.modelProbability,
    value: '37%',
    limit: '12%',
  });
});

test.each(LANGUAGES)(
  'every reason to refuse a model says what is wrong and what to do, in %s',
  (language) => {
    for (const code of MODEL_PROBLEM_CODES) {
      const { what, toDo } = WORDS[language].modelProblems[code];
      expect(what).not.toBe('');
      expect(toDo).not.toBe('');
    }
  },
);
