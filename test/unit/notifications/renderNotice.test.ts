import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARM_KINDS, ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { renderNotice, SMS_UNITS, SUBJECT_UNITS } from '#shared/notifications/renderNotice.ts';
import { NOTIFICATION_REASONS } from '#shared/notifications/request.ts';
import { urgencyOf } from '#shared/notifications/urgency.ts';
import { alarmOf } from '../alarms/alarmOf.ts';
import { contextOf, HOT, itemOf, ONSET } from './notices.ts';

describe('one alarm', () => {
  test('the subject begins with the severity and says what and where', () => {
    expect(renderNotice([itemOf()], contextOf()).subject).toBe(
      '심각: 전기화재 위험 - 3층 전기실 분전반 A',
    );
    expect(renderNotice([itemOf()], contextOf({ language: 'en' })).subject).toMatch(
      /^Critical: .* - Floor 3 전기실 분전반 A$/,
    );
  });

  test('the text message has what, where and when in one part', () => {
    expect(renderNotice([itemOf()], contextOf()).sms).toBe(
      '심각 전기화재 위험 3층 전기실 분전반 A 14:03',
    );
  });

  test('the e-mail has the reasons with their limits, every reading, and what to do', () => {
    const { full } = renderNotice([itemOf()], contextOf());
    expect(full).toContain('온도가 위험 수준입니다: 92.4 °C (기준 80.0 °C)');
    expect(full).toContain('- 단자 온도: 92.4 °C');
    expect(full).toContain('- 배선 연결부 점검');
    expect(full).toContain('1월 5일 (월) 14:03:27');
    expect(full).toContain('한빛 빌딩');
  });

  test('how the alarm stands is told as it is at the moment of sending', () => {
    const seen = alarmOf({ ...HOT, state: 'acknowledged', acknowledgedBy: '김관제' });
    expect(renderNotice([itemOf({ alarmNow: seen })], contextOf()).brief).toContain(
      '지금 상태: 확인됨 (김관제)',
    );
    const over = alarmOf({ ...HOT, state: 'normal', endedAt: ONSET + 500 });
    expect(renderNotice([itemOf({ alarmNow: over })], contextOf()).brief).toContain('끝남');
    expect(renderNotice([itemOf({ alarmNow: null })], contextOf()).brief).toContain('끝남');
  });

  test('what comes late says how late', () => {
    const late = contextOf({ now: ONSET + 3_720_100 });
    expect(renderNotice([itemOf()], late).brief).toContain('1시간 2분 늦게');
    expect(renderNotice([itemOf()], contextOf()).brief).not.toContain('늦게');
  });

  test('an escalation and a worsening say so', () => {
    const escalated = renderNotice([itemOf({ reason: 'escalate', step: 2 })], contextOf());
    expect(escalated.subject).toContain('미확인 (2차 통보)');
    expect(renderNotice([itemOf({ reason: 'worsen' })], contextOf()).sms).toContain('악화');
  });

  test('a trouble of the desk says what it is about, and a summary its own sentence', () => {
    const alarm = alarmOf({ kind: 'diskLow', deviceId: 'desk/disk', detail: 'C: 2 GB 남음' });
    expect(renderNotice([itemOf({ alarm, place: null })], contextOf()).subject).toContain(
      '디스크 공간 부족 - C: 2 GB 남음',
    );
    const sentence = { ko: '교대가 끝났습니다.', en: 'The shift is over.' };
    const item = itemOf({ alarm: null, place: null, reason: 'summary', sentence });
    expect(renderNotice([item], contextOf()).brief).toContain('교대가 끝났습니다.');
    expect(renderNotice([item], contextOf({ language: 'en' })).full).toContain(
      'The shift is over.',
    );
  });

  test('what the analysis found is told with its figures', () => {
    const detail = JSON.stringify({ type: 'riskCluster', devices: ['A', 'B'], count: 2 });
    const alarm = alarmOf({ ...HOT, kind: 'riskCluster', priority: 'HIGH', detail });
    const { subject, brief, full } = renderNotice([itemOf({ alarm })], contextOf());
    expect(subject).toContain('이웃 동시 위험');
    expect(brief).toContain('함께 위험한 감지기 2대: A, B');
    expect(full).toContain('함께 위험한 감지기 2대: A, B');
  });

  test('simulated data is marked wherever it can be read', () => {
    const texts = renderNotice([itemOf()], contextOf({ simulated: true }));
    expect(texts.subject).toMatch(/^심각: \[모의\] /);
    expect(texts.sms).toMatch(/^심각 \[모의\] /);
    expect(texts.brief).toContain('실제 건물의 경보가 아닙니다');
    expect(texts.full).toContain('실제 건물의 경보가 아닙니다');
  });

  test('the audit head stands at the end of the texts, and not in the text message', () => {
    const hash = '3f9a1b2c4d5e6f70'.repeat(4);
    const auditHead = { seq: 1024, hash, at: ONSET, publicKeyId: 'k', signature: 's' };
    const texts = renderNotice([itemOf()], contextOf({ auditHead }));
    expect(texts.brief.split('\n').at(-1)).toBe('감사 기록 1024 3f9a1b2c4d5e6f70');
    expect(texts.full.split('\n').at(-2)).toBe('감사 기록 1024 3f9a1b2c4d5e6f70');
    // As it is, a line for `verify-audit --heads`.
    expect(JSON.parse(texts.full.split('\n').at(-1) ?? '')).toEqual(auditHead);
    expect(texts.sms).not.toContain('1024');
  });
});

describe('several', () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    itemOf({
      key: `k${index}`,
      alarm: alarmOf({
        ...HOT,
        id: `a${index}`,
        deviceId: `device-${index}`,
        kind: index < 3 ? 'risk' : 'deviceSilent',
        ...(index >= 3 && { alarmClass: 'trouble' as const, priority: 'HIGH' as const }),
      }),
      place: { name: `분전반 ${index}`, floor: null },
    }),
  );

  test('are one message: how many of which class, the oldest, and each on a line of its own', () => {
    const { subject, sms, full } = renderNotice(many, contextOf({ now: ONSET + 3_600_100 }));
    expect(subject).toBe('심각: 알림 300건 (화재 위험 3, 장애 297)');
    expect(sms).toBe('심각 알림 300건 (화재 위험 3, 장애 297) 15:03');
    expect(full).toContain('1시간 0분 전');
    expect(full).toContain('1. 심각 · 전기화재 위험 · 분전반 0 · 14:03:27 · 미확인');
    expect(full).toContain('외 100건은 관제 화면에 있습니다.');
  });

  test('what is over and a day old is still told, after the rest', () => {
    const over = itemOf({
      key: 'old',
      alarmNow: alarmOf({ ...HOT, endedAt: ONSET + 500 }),
      place: { name: '지난 일', floor: null },
    });
    const fresh = itemOf({ key: 'new', queuedAt: ONSET + 90_000_000 });
    const { brief } = renderNotice([over, fresh], contextOf({ now: ONSET + 90_000_100 }));
    expect(brief).toContain('하루가 지났고 이미 끝난 것 1건');
    expect(brief.indexOf('지난 일')).toBeGreaterThan(brief.indexOf('전기실 분전반 A'));
  });

  test('fit into what SNS takes at most', () => {
    const texts = renderNotice(many, contextOf());
    const message = JSON.stringify({ default: texts.brief, sms: texts.sms, email: texts.full });
    expect(Buffer.byteLength(message)).toBeLessThan(256 * 1024);
  });
});

test('whatever devices and sites call themselves: subject and text message keep their form', () => {
  const name = fc.string({ unit: 'binary', maxLength: 150 });
  const item = fc.record({
    kind: fc.constantFrom(...ALARM_KINDS),
    priority: fc.constantFrom(...ALARM_PRIORITIES),
    reason: fc.constantFrom(...NOTIFICATION_REASONS),
    step: fc.option(fc.integer({ min: 1, max: 9 })),
    name,
    floor: name,
    detail: fc.option(name),
  });
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('ko' as const, 'en' as const),
      fc.boolean(),
      name,
      (said, language, simulated, site) => {
        const items = said.map(({ kind, priority, reason, step, name: device, floor, detail }) => {
          const { alarmClass } = KIND_RULES[kind];
          return itemOf({
            alarm: alarmOf({ kind, priority, alarmClass, deviceId: device, detail }),
            reason,
            step,
            place: { name: device, floor: { ko: floor, en: floor } },
          });
        });
        const context = contextOf({ language, simulated, siteName: { ko: site, en: site } });
        const { subject, sms, brief, full } = renderNotice(items, context);
        expect(subject.length).toBeLessThanOrEqual(SUBJECT_UNITS);
        expect(sms.length).toBeLessThanOrEqual(SMS_UNITS);
        const severity = WORDS[language].priorities[said[0]!.priority];
        expect(subject.startsWith(`${severity}:`)).toBe(true);
        expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(sms).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        // A name can't make a line of its own: no more lines than with a harmless one.
        const harmless = renderNotice(
          items.map((one) => ({ ...one, place: { name: 'A', floor: null } })),
          context,
        );
        if (items.every(({ alarm }) => !alarm?.deviceId.startsWith('desk/')))
          expect(full.split('\n').length).toBeLessThanOrEqual(harmless.full.split('\n').length);
        expect(brief).not.toMatch(/\r/);
      },
    ),
    { numRuns: 50 },
  );
  // Upper bound for a hung test, not a measure.
}, 60_000);

test('an emergency comes before all else, then class, then priority, then the topic', () => {
  const fire = (priority: 'CRITICAL' | 'HIGH') => alarmOf({ priority });
  const trouble = alarmOf({ kind: 'deviceSilent', alarmClass: 'trouble', priority: 'HIGH' });
  const order = [
    urgencyOf({ alarm: trouble, topic: 'emergency' }),
    urgencyOf({ alarm: fire('CRITICAL'), topic: 'critical' }),
    urgencyOf({ alarm: fire('HIGH'), topic: 'high' }),
    urgencyOf({ alarm: trouble, topic: 'high' }),
    urgencyOf({ alarm: trouble, topic: 'system' }),
    urgencyOf({ alarm: null, topic: 'model' }),
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length);
});
