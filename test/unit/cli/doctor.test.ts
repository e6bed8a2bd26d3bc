import { describe, expect, test } from 'vitest';
import { ok } from '../../../main/cli/doctor/finding.ts';
import { checkClock, checkNode, checkSqlite } from '../../../main/cli/doctor/machine.ts';
import { languageOf, wordsOf } from '../../../main/cli/doctor/words.ts';

describe('doctor', () => {
  test.each([
    ['18.20.0', 'nodeOld'],
    ['20.19.2', 'nodeOld'],
    ['22.17.9', 'nodeOld'],
    ['22.18.0', 'nodeOk'],
    ['24.0.0', 'nodeOk'],
  ])('of Node %s finds %s', (version, code) => expect(checkNode(version).code).toBe(code));

  test('loads the database engine for real', async () => {
    expect(await checkSqlite()).toMatchObject({
      code: 'sqliteOk',
      values: { version: expect.stringMatching(/^3\./) },
    });
  });

  test.each([
    [0, 'clockWrong'],
    [Date.UTC(2000, 0, 1), 'clockWrong'],
    [Date.UTC(2026, 5, 1), 'clockOk'],
    [Date.UTC(2150, 0, 1), 'clockWrong'],
  ])('of a clock at %d finds %s', (now, code) => expect(checkClock(now).code).toBe(code));

  test('fills in what a sentence names, in both languages', () => {
    const finding = ok('portFree', { host: '127.0.0.1', port: 7373 });
    expect(wordsOf(finding, 'en').found).toBe('Port 7373 on 127.0.0.1 is free');
    expect(wordsOf(finding, 'ko').found).toBe('127.0.0.1의 포트 7373을(를) 쓸 수 있습니다');
  });

  test.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko' }, 'ko'],
    [{ LANG: 'kok_IN' }, 'en'],
    [{ LANG: 'C', LC_MESSAGES: 'ko_KR' }, 'ko'],
    [{ LANG: 'ko_KR', LC_ALL: 'en_US' }, 'en'],
    [{}, 'en'],
  ])('of %j takes %s', (env, language) => expect(languageOf(env)).toBe(language));
});
