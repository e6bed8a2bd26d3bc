import { describe, expect, test } from 'vitest';
import { describeBreak } from '#shared/audit/describeBreak.ts';
import { describeDetail, describeSubject } from '#shared/audit/describeDetail.ts';
import { CHAIN_BREAKS } from '#shared/audit/entry.ts';
import { LANGUAGES, WORDS } from '#shared/i18n/words.ts';

const detail = (value: unknown) => describeDetail(JSON.stringify(value), WORDS.ko, 'ko');

describe('what an entry tells', () => {
  test.each([
    [{}, ''],
    [
      { name: '김철수', desk: '방재실', why: 'wrongSecret' },
      '이름: 김철수 · 자리: 방재실 · 이유: 비밀번호가 맞지 않습니다.',
    ],
    [{ name: null, why: 'barred' }, '이유: 등록되지 않았거나 사용 중지된 사람'],
    [{ who: 'all', forMs: 90_000 }, '대상: 모두 · 시간: 1분 30초'],
    [{ from: 'operator', to: 'supervisor' }, '이전: 근무자 · 이후: 책임자'],
    [{ role: 'operator', secret: 'pin', sessionsEnded: 0 }, '권한: 근무자 · 확인 방법: PIN 번호'],
    [{ fromTheFuture: [1] }, 'fromTheFuture: [1]'],
  ])('%j is said in words', (value, expected) => {
    expect(detail(value)).toBe(expected);
  });

  test.each(['', 'no JSON', '7'])('%j is shown as it is', (json) => {
    expect(describeDetail(json, WORDS.en, 'en')).toBe(json);
  });
});

test('a person is named, and everything else is what it is called in the data', () => {
  const row = { seq: 1, at_ms: 0, operator: '이관리', role: null, desk: null, hash: '' };
  const subject = (action: string, json: string) =>
    describeSubject({ ...row, action, subject: 'an-id', detail_json: json });
  expect(subject('operator.add', '{"name":"김철수"}')).toBe('김철수');
  expect(subject('access.signOn', '{}')).toBe('이관리');
  expect(subject('device.place', '{"name":"김철수"}')).toBe('an-id');
});

test.each(LANGUAGES.flatMap((language) => CHAIN_BREAKS.map((kind) => [language, kind] as const)))(
  'in %s a break of the kind %s names the place and who told of it',
  (language, kind) => {
    const found = {
      kind,
      seq: 41,
      to: 43,
      at: 1,
      action: 'alarm.acknowledge',
      declaredIn: 77,
      detail: 'line 9',
    };
    const said = describeBreak(found, WORDS[language], () => 'then');
    expect(said).toMatch(/41|line 9/);
    expect(said).toContain('77');
    const bare = {
      ...found,
      seq: null,
      to: null,
      at: null,
      action: null,
      declaredIn: null,
      detail: null,
    };
    expect(describeBreak(bare, WORDS[language], () => 'then')).not.toMatch(/undefined|null/);
  },
);
