import { describe, expect, test } from 'vitest';
import { ALARM_KINDS } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type Card,
  type CardStep,
  cardProblems,
  MAX_STEPS,
  withStepIds,
} from '#shared/response/card.ts';
import { DEFAULT_CARDS } from '#shared/response/defaultCards.ts';
import { STANDARD_STEPS } from '#shared/response/standardSteps.ts';

const step = (said: Partial<CardStep> = {}): CardStep => ({
  id: 'a',
  text: { ko: '현장을 봅니다.', en: 'Look at the place.' },
  mandatory: true,
  who: 'operator',
  ...said,
});

describe('the cards that the program brings', () => {
  test.each(ALARM_KINDS)('%s has a card that an administrator could have saved', (kind) => {
    expect(cardProblems(kind, DEFAULT_CARDS[kind])).toEqual([]);
  });

  test.each(ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === 'fire'))(
    '%s makes somebody look, decide about 119 and call the electrician',
    (kind) => {
      const mandatory = DEFAULT_CARDS[kind].filter((one) => one.mandatory).map(({ id }) => id);
      expect(mandatory).toEqual(['checkPlace', 'decide119', 'callElectrician']);
    },
  );

  test('nine steps at most, so that every step has a key', () => {
    for (const kind of ALARM_KINDS) expect(DEFAULT_CARDS[kind].length).toBeLessThanOrEqual(9);
  });

  test('every standard step is used, in Korean and English, short enough to be read while hurrying', () => {
    const used = new Set(Object.values(DEFAULT_CARDS).flatMap((card) => card.map(({ id }) => id)));
    expect([...used].sort()).toEqual(Object.keys(STANDARD_STEPS).sort());
    for (const { text } of Object.values(STANDARD_STEPS)) {
      expect(text.ko).toMatch(/[가-힣].*다\.$/u);
      expect(text.en).not.toMatch(/[가-힣]/u);
      expect(text.ko.length).toBeLessThanOrEqual(60);
      expect(text.en.length).toBeLessThanOrEqual(110);
    }
  });

  test('nobody but the electrical safety manager is told to work on wiring, insulation or earthing', () => {
    for (const [id, { text, who }] of Object.entries(STANDARD_STEPS))
      if (/배선과|절연 상태|접지 상태|전원을 차단/u.test(text.ko))
        expect([id, who]).toEqual([id, 'electrician']);
  });
});

describe('what may not be saved', () => {
  const cases: readonly [name: string, card: Card, problems: readonly string[]][] = [
    ['nothing', [], ['noSteps', 'fireNeedsMandatory']],
    ['only optional steps', [step({ mandatory: false })], ['fireNeedsMandatory']],
    ['a step without English', [step({ text: { ko: '봅니다.', en: ' ' } })], ['textMissing']],
    ['a step without Korean', [step({ text: { ko: '', en: 'Look.' } })], ['textMissing']],
    ['a novel', [step({ text: { ko: '가'.repeat(201), en: 'x' } })], ['textTooLong']],
    ['the same step twice', [step(), step({ id: 'b' })], ['repeatedStep']],
    [
      'more steps than anybody works through',
      Array.from({ length: MAX_STEPS + 1 }, (_, i) =>
        step({ id: `${i}`, text: { ko: `${i}`, en: `${i}` } }),
      ),
      ['tooManySteps'],
    ],
  ];
  test.each(cases)('for fire: %s', (_, card, problems) => {
    expect(cardProblems('risk', card)).toEqual(problems);
  });

  test('a trouble may do without a mandatory step', () => {
    expect(cardProblems('deviceSilent', [step({ mandatory: false })])).toEqual([]);
  });
});

describe('the identity of a step', () => {
  const before = [step(), step({ id: 'b', text: { ko: '둘', en: 'two' } })];
  const newId = () => 'new';

  test('stays when it is moved or becomes mandatory, and when only the spaces around it differ', () => {
    const edited = [
      { ...before[1]!, mandatory: false, text: { ko: ' 둘', en: 'two ' } },
      before[0]!,
    ];
    expect(withStepIds(edited, before, newId).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test('is new when a word in either language is, and for a step that was made up', () => {
    const edited = [
      step({ text: { ko: '현장을 봅니다.', en: 'Look there.' } }),
      step({ id: 'invented' }),
      { ...step(), id: null },
    ];
    expect(withStepIds(edited, before, newId).map(({ id }) => id)).toEqual(['new', 'new', 'new']);
  });
});
