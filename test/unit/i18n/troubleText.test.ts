import { expect, test } from 'vitest';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { partText, troubleText } from '#shared/i18n/troubleText.ts';
import { WORDS } from '#shared/i18n/words.ts';

const { ko, en } = WORDS;
const said = (kind: AlarmKind, detail: string | null, words = ko) =>
  troubleText({ kind, detail }, words, timeFormat('Asia/Seoul', 'ko'));

test('codes in the record of a trouble are said in the reader’s language', () => {
  expect(said('soundFailing', '방재실 (unavailable)')).toBe('방재실: 낼 수 없음');
  expect(said('displayAsleep', '방재실 (1층) (hidden)')).toBe('방재실 (1층): 가려짐');
  expect(said('displayAsleep', '방재실 (hidden)', en)).toBe(
    `방재실: ${en.annunciation.displays.hidden}`,
  );
  expect(said('feedDown', 'mqtt://broker:1883 (unreachable)')).toBe(
    'mqtt://broker:1883: 브로커에 닿지 않습니다.',
  );
  expect(said('modelUnavailable', 'missing: ENOENT: no such file')).toBe('모델 파일이 없습니다.');
});

test('what names only places and numbers stays as it is, also what looks like a code and is none', () => {
  expect(said('displayAsleep', '방재실, 2층 (B)')).toBe('방재실, 2층 (B)');
  expect(said('feedDown', 'mqtt://broker:1883')).toBe('mqtt://broker:1883');
  expect(said('sourceFlooded', 'device-7: 400/s')).toBe('device-7: 400/s');
  expect(said('diskLow', 'C:\\data: 120 MB')).toBe('C:\\data: 120 MB');
});

test('an expert’s English is left to the record: the meaning of the kind says more', () => {
  expect(said('storageFailing', 'SQLITE_FULL: database or disk is full')).toBeNull();
  expect(said('modelUnavailable', 'brandNew: something')).toBeNull();
  expect(said('deviceSilent', null)).toBeNull();
});

test('the part of the desk has a name, and an id that only a program can tell apart is left out', () => {
  expect(partText('seat/97500c29', ko)).toBe('관제석');
  expect(partText('feed/mqtt-1', ko)).toBe('수신 경로 mqtt-1');
  expect(partText('feed/0b6a4f3e-2c1d-4e5f-8a9b-0c1d2e3f4a5b', ko)).toBe('수신 경로');
  expect(partText('device/device-7', en)).toBe('Detector device-7');
  expect(partText('something/new', ko)).toBe('something/new');
});
