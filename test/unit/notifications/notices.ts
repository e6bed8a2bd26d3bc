/** Notifications as tests make them up. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { NoticeContext, NoticeItem } from '#shared/notifications/notice.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { alarmOf } from '../alarms/alarmOf.ts';
import { scored } from '../storage/readings.ts';

/** Monday, 5 January 2026, 14:03:27 in Seoul. */
export const ONSET = Date.UTC(2026, 0, 5, 5, 3, 27);

export const HOT: Partial<AlarmRecord> = {
  priority: 'CRITICAL',
  onsetAt: ONSET,
  raisedAt: ONSET,
  evidence: scored(
    ONSET,
    { sensorTemperature: 92.4, pcbTemperature: 61, arcCount: 3 },
    {
      effectiveLevel: 'CRITICAL',
      finalScore: 0.91,
      reasons: [
        { source: 'rule', code: 'temperatureCritical', weight: 0.4, value: 92.4, limit: 80 },
        { source: 'rule', code: 'arcs', weight: 0.3, value: 3, limit: 0 },
      ],
    },
  ),
};

export function itemOf(said: Partial<NoticeItem> = {}): NoticeItem {
  const alarm = said.alarm === undefined ? alarmOf(HOT) : said.alarm;
  return {
    key: 'hq/device-1/risk/1000#raise',
    telling: null,
    topic: 'critical',
    reason: 'raise',
    step: null,
    queuedAt: ONSET + 100,
    place: { name: '전기실 분전반 A', floor: { ko: '3층', en: 'Floor 3' } },
    ...said,
    alarm,
    alarmNow: said.alarmNow === undefined ? alarm : said.alarmNow,
  };
}

export function contextOf(said: Partial<NoticeContext> = {}): NoticeContext {
  return {
    language: 'ko',
    timeZone: 'Asia/Seoul',
    siteName: { ko: '한빛 빌딩', en: 'Hanbit Building' },
    simulated: false,
    now: ONSET + 1_000,
    auditHead: null,
    thresholds: DEFAULT_THRESHOLDS,
    ...said,
  };
}
