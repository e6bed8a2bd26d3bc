import { describe, expect, test } from 'vitest';
import { type TroubleDetail, writeDetail } from '#shared/alarms/troubleDetail.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';

const FROM = Date.UTC(2026, 10, 24, 17, 10);
const TO = Date.UTC(2026, 10, 24, 17, 40);
const said = (detail: string, language: Language) =>
  troubleText({ kind: 'dataGap', detail }, WORDS[language], timeFormat('Asia/Seoul', language));
const both = (detail: TroubleDetail) => [
  said(writeDetail(detail), 'ko'),
  said(writeDetail(detail), 'en'),
];
const span = { feed: 'aws-iot-1', from: FROM, to: TO };

describe('what a trouble of the desk says of itself', () => {
  test('names what came late, and what would have alarmed', () => {
    const [ko, en] = both({
      type: 'late',
      ...span,
      taken: 1234,
      alarming: 12,
      devices: [{ id: 'panel-3', kinds: ['arcAlarm', 'risk'], firstAt: FROM + 60_000 }],
      moreDevices: 2,
    });
    expect(ko).toBe(
      '2026. 11. 25. 02:10–02:40의 측정값 1,234건이 늦게 왔고, 그중 12건은 제때 왔다면 경보였습니다. 02:11 panel-3: 아크 발생, 전기화재 위험 · 그 밖에 2대',
    );
    expect(en).toContain(
      '1,234 readings of 25/11/2026 02:10–02:40 came late, of which 12 would have alarmed.',
    );
    expect(en).toContain('02:11 panel-3: ');
  });

  test('names a gap, with the second day where there is one, and why it could not be filled', () => {
    const [, en] = both({ type: 'gap', ...span, to: TO + 86_400_000, problem: null });
    expect(en).toContain('aws-iot-1 in 25/11/2026 02:10–26/11/2026 02:40.');
    const [ko] = both({ type: 'gap', ...span, problem: 'no answer' });
    expect(ko).toContain('아직 채우지 못했습니다(no answer)');
  });

  test('names a certificate and its day', () => {
    const [ko, en] = both({
      type: 'certificate',
      feed: 'aws-iot-1',
      name: 'desk-1',
      state: 'ending',
      at: TO,
    });
    expect(ko).toBe('aws-iot-1 연결의 인증서 "desk-1"이(가) 2026. 11. 25.에 끝납니다.');
    expect(en).toBe('The certificate “desk-1” of the connection aws-iot-1 ends on 25/11/2026.');
  });

  test('names devices whose certificates end, and how many more', () => {
    const [ko, en] = both({
      type: 'deviceCertificates',
      state: 'ending',
      devices: [{ name: 'panel-3', at: TO }],
      moreDevices: 2,
    });
    expect(ko).toContain('panel-3 (2026. 11. 25.) · 그 밖에 2대');
    expect(en).toContain('panel-3 (25/11/2026) · and 2 more devices');
  });

  test('names a clock that was set, and which way', () => {
    expect(both({ type: 'clockSet', from: TO, to: FROM })).toEqual([
      '이 PC의 시계가 2026. 11. 25. 02:40에서 2026. 11. 25. 02:10(으)로 되돌려졌습니다. 그 사이의 시각은 기록에 두 번 나옵니다.',
      'This PC’s clock was set back from 25/11/2026 02:40 to 25/11/2026 02:10. The times between are in the record twice.',
    ]);
    const [, ahead] = both({ type: 'clockSet', from: FROM, to: TO });
    expect(ahead).toMatch(/jumped from .* It was set, or the PC was asleep\.$/);
  });

  test.each(['/data: 12 MB', '{"type":"else"}', '{"type":"gap"}', '{"type":'])(
    'leaves %s as it is',
    (text) => {
      expect(said(text, 'en')).toBe(text);
    },
  );
});
