import { describe, expect, test } from 'vitest';
import type { EscalationMark } from '#shared/contract/escalationViews.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { remarkText, spanText, tableText } from '../../../renderer/state/escalationText.ts';
import {
  countdown,
  heardHere,
  isUntold,
  leftUnanswered,
  mayInvestigate,
} from '../../../renderer/state/escalationView.ts';
import { alarm, byId, NOW } from './made.ts';

const mark = (alarmId: string, change: Partial<EscalationMark> = {}): EscalationMark => ({
  alarmId,
  step: 2,
  action: 'notify',
  topic: 'critical',
  takenAt: NOW,
  louder: false,
  secondDesk: false,
  delay: null,
  confirmed: false,
  ...change,
});
const ko = WORDS.ko.escalation;
const en = WORDS.en.escalation;

test('a step tells nobody when no channel takes its topic, and one that stays at the desk is never such a step', () => {
  expect(isUntold('critical', ['critical', 'system'])).toBe(true);
  expect(isUntold('emergency', ['critical'])).toBe(false);
  expect(isUntold(null, ['critical'])).toBe(false);
  expect(isUntold('critical', undefined)).toBe(false);
});

describe('a second seat', () => {
  const [a, b] = [alarm('a'), alarm('b')];
  const status = { marks: [mark('a', { secondDesk: true }), mark('b', { louder: true })] };

  test('rings only for what was left unanswered elsewhere; the first seat for everything', () => {
    expect(heardHere([a, b], status, 'primary')).toEqual([a, b]);
    expect(heardHere([a, b], status, 'second')).toEqual([a]);
    expect(heardHere([a, b], undefined, 'second')).toEqual([]);
  });

  test('every seat shows it across the screen until it is silenced, acknowledged or over', () => {
    expect(leftUnanswered(status, byId(a, b))).toEqual([a]);
    expect(leftUnanswered(status, byId(alarm('a', { state: 'acknowledged' })))).toEqual([]);
    expect(leftUnanswered(status, new Map())).toEqual([]);
  });
});

test('a fire risk can be looked at, unless it is set aside', () => {
  expect(mayInvestigate(alarm('a', { state: 'latchedAcknowledged' }))).toBe(true);
  expect(mayInvestigate(alarm('a', { state: 'outOfService' }))).toBe(false);
  expect(mayInvestigate(alarm('a', { alarmClass: 'supervisory' }))).toBe(false);
});

test.each([
  [161_000, '2:41'],
  [160_001, '2:41'],
  [9_000, '0:09'],
  [-5_000, '0:00'],
])('%d ms before its end a delay shows %s', (left, expected) => {
  expect(countdown(NOW + left, NOW)).toBe(expected);
});

describe('in words', () => {
  test.each([
    [0, '0초', '0 s'],
    [15, '15초', '15 s'],
    [180, '3분', '3 min'],
    [90, '1분 30초', '1 min 30 s'],
    [3_600, '1시간', '1 h'],
    [3_661, '1시간 1분 1초', '1 h 1 min 1 s'],
  ])('%d s', (seconds, korean, english) => {
    expect(spanText(seconds, ko)).toBe(korean);
    expect(spanText(seconds, en)).toBe(english);
  });

  test('a table is a sentence', () => {
    const steps = DEFAULT_POLICY.tables.fire.CRITICAL.night;
    expect(tableText(steps, ko)).toBe(
      '즉시 관제석 경보음 → 즉시 외부 통보(심각) → 15초 후 더 큰 소리 → 30초 후 다른 자리 울림 → 1분 후 외부 통보(심각) → 2분 후 책임자 통보(비상)',
    );
    expect(tableText(steps, en)).toBe(
      'at once sound at the desk → at once notify outside (critical) → after 15 s louder sound → after 30 s other seats ring → after 1 min notify outside (critical) → after 2 min notify supervisor (emergency)',
    );
  });

  test.each([
    ['step 6: supervisor emergency', '6단계: 책임자 통보(비상)'],
    ['delayBegan: 15 s', '외부 통보를 미룸 (15초 안에 확인)'],
    ['delayExtended: 180 s', '조사 시간 3분 연장'],
    ['delayEnded: secondDevice', '이웃한 다른 감지기가 경보를 내어 지연을 끝냄'],
    ['hazardConfirmed: 연기', '현장에서 위험을 확인함: 연기'],
    ['noHazard', '살펴본 결과 위험 없음'],
    ['a line of tomorrow: 5', 'a line of tomorrow: 5'],
  ])('a line of the record: %s', (text, expected) => {
    expect(remarkText(text, ko)).toBe(expected);
  });
});
