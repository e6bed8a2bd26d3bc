import { expect, test } from 'vitest';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { REASON_CODES } from '#shared/scoring/assessment.ts';

test('a limit that was passed is said with both numbers and their unit', () => {
  const reason = {
    source: 'floor',
    code: 'temperatureCritical',
    weight: 0.8,
    value: 71.23,
    limit: 65,
  } as const;
  expect(reasonText(reason, 'ko')).toEqual({
    sentence: '온도가 위험 수준입니다',
    value: '71.2 °C',
    limit: '65.0 °C',
  });
});

test('a reason that applies to several quantities names which one, in its unit', () => {
  const reason = {
    source: 'quality',
    code: 'outOfRange',
    weight: 0,
    value: -40,
    limit: -10,
    subject: 'pcbTemperature',
  } as const;
  expect(reasonText(reason, 'en')).toEqual({
    sentence: 'Impossible reading (check the sensor): Detector temp.',
    value: '-40.0 °C',
    limit: '-10.0 °C',
  });
});

test('a status bit is named in words and shows no number', () => {
  const reason = {
    source: 'status',
    code: 'statusBit',
    weight: 0.1,
    value: 1,
    subject: 'arcAlarm',
  } as const;
  expect(reasonText(reason, 'ko')).toEqual({
    sentence: '감지기가 경보를 보냈습니다: 아크 발생',
    value: null,
    limit: null,
  });
});

test.each(REASON_CODES)('%s has a sentence in both languages, without any value', (code) => {
  const reason = { source: 'rule', code, weight: 0.1 } as const;
  for (const language of ['ko', 'en'] as const) {
    expect(reasonText(reason, language).sentence).not.toBe(code);
    expect(reasonText(reason, language).value).toBeNull();
  }
});
