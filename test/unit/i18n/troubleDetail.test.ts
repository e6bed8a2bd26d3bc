import { describe, expect, test } from 'vitest';
import { type TroubleDetail, technicalPart, writeDetail } from '#shared/alarms/troubleDetail.ts';
import { NOTHING_THERE } from '#shared/contract/gapViews.ts';
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

  test('of the analysis it has the figures that an alarm was raised by', () => {
    expect(both({ type: 'emergencyTemperature', celsius: 71.26, over: 43.01, heldMs: 0 })).toEqual([
      '71.3 °C: 지난 한 시간의 평소 범위(43.0 °C까지)를 벗어났습니다.',
      '71.3 °C: beyond what the last hour showed (up to 43.0 °C).',
    ]);
    expect(
      both({ type: 'emergencyTemperature', celsius: 66, over: null, heldMs: 185_000 }),
    ).toEqual([
      '66.0 °C: 긴급 기준을 넘은 지 3분입니다.',
      '66.0 °C: over the emergency limit for 3 min.',
    ]);
    expect(both({ type: 'riskJump', from: 0.1, to: 0.72 })[1]).toBe(
      'The risk rose from 0.10 to 0.72 within ten minutes.',
    );
    expect(both({ type: 'riskCluster', devices: ['A', 'B'], count: 5 })).toEqual([
      '함께 위험한 감지기 5대: A, B, 그 밖에 3대',
      '5 detectors in danger together: A, B, 3 more',
    ]);
  });

  test('names a gap, with the second day where there is one, and why it could not be filled', () => {
    const [, en] = both({ type: 'gap', ...span, to: TO + 86_400_000, problem: null });
    expect(en).toContain('aws-iot-1 in 25/11/2026 02:10–26/11/2026 02:40.');
    const [ko] = both({ type: 'gap', ...span, problem: 'no answer' });
    expect(ko).toContain('아직 채우지 못했습니다(no answer)');
    const [own] = both({ type: 'gap', ...span, problem: NOTHING_THERE });
    expect(own).toContain('(보관된 곳에 이 시간의 측정값이 없습니다)');
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

  test('says what the disk refuses and what was saved of a damaged file, with the expert’s part apart', () => {
    const full = { type: 'storage', failure: 'diskFull', said: 'SQLITE_FULL', lost: 1200 } as const;
    expect(both(full)).toEqual([
      '디스크가 가득 찼습니다. 공간을 비우십시오. 기다리던 측정값 1,200건은 자리가 없어 버렸습니다.',
      'The disk is full. Free some space. 1,200 readings that waited found no room and are lost.',
    ]);
    expect(technicalPart(writeDetail(full))).toBe('SQLITE_FULL');
    const salvage = {
      type: 'salvage',
      file: 'x.db.damaged-1',
      saved: 5000,
      said: 'page 7',
    } as const;
    const [unknown] = both({ ...salvage, lost: null });
    expect(unknown).toBe(
      '손상된 파일을 x.db.damaged-1(으)로 치워 두고 5,000건을 살렸습니다. 몇 건을 잃었는지는 알 수 없습니다.',
    );
    expect(both({ ...salvage, lost: 0 })[1]).toMatch(/Nothing is known to be lost\.$/);
    expect(both({ ...salvage, lost: 3 })[0]).toMatch(/많게는 3건을 잃었습니다\.$/);
  });

  test('says where the record is broken, in the reader’s words', () => {
    const first = {
      kind: 'missing',
      seq: 2,
      to: 3,
      at: null,
      action: null,
      declaredIn: null,
      detail: null,
    } as const;
    const [ko, en] = both({ type: 'audit', first, breaks: 2 });
    expect(ko).toContain('2');
    expect(ko).toContain('어긋난 곳이 모두 2군데입니다.');
    expect(ko).not.toMatch(/[a-z]{3}/i);
    expect(en).toBe('Entries 2 to 3 are missing. The record is broken in 2 places.');
    expect(technicalPart(writeDetail({ type: 'audit', first, breaks: 2 }))).toBeNull();
  });

  test('says how old the newest backup is, or why it failed', () => {
    const backup = { type: 'backup', problem: null, hours: 50, said: '' } as const;
    expect(both(backup)[0]).toBe('마지막 백업이 50시간 전입니다.');
    expect(both({ ...backup, hours: null })[1]).toBe('No backup has been completed yet.');
    expect(both({ ...backup, problem: 'full', said: 'ENOSPC' })[0]).toContain('가득 찼습니다');
    expect(technicalPart(writeDetail(backup))).toBeNull();
  });

  test('leaves plain text to the expert', () => {
    expect(technicalPart('page 7 is damaged')).toBe('page 7 is damaged');
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
