import { describe, expect, test } from 'vitest';
import { Revisions } from '../../../main/engine/live/Revisions.ts';
import { healthOf, isReady } from '../../../main/server/health.ts';
import type { DeskProblem, DeskStatus, FeedStatus } from '../../../shared/contract/views.ts';
import { NO_ESCALATION } from '../../support/noEscalation.ts';

type State = FeedStatus['state'];

function status(states: readonly State[], codes: readonly DeskProblem['code'][] = []): DeskStatus {
  return {
    siteName: { ko: '현장', en: 'Site' },
    timeZone: 'Asia/Seoul',
    simulated: false,
    engineTime: 0,
    engineStartedAt: 0,
    feeds: states.map((state, index) => ({
      id: `feed-${index}`,
      address: 'mqtt://127.0.0.1',
      state,
      since: 0,
      lastFrameAt: null,
      problem: null,
    })),
    lastReadingAt: null,
    expected: 0,
    reporting: 0,
    untoldTopics: [],
    inbox: 0,
    quarantined: 0,
    readingsPerSecond: 0,
    commitLatencyMs: null,
    revisions: new Revisions(() => undefined).counts(),
    escalation: NO_ESCALATION,
    setAside: { shelved: 0, disabled: 0, outOfService: 0, endingSoon: 0, dangers: 0 },
    alarmRate: { lastTenMinutes: 0, lastHour: 0 },
    flood: null,
    walkTest: null,
    problems: codes.map((code) => ({ code, since: 0, detail: 'C:\\secret\\path' })),
  };
}

describe('health', () => {
  test.each<[string, DeskStatus, string[], boolean]>([
    ['every feed is connected', status(['connected', 'connected']), [], true],
    ['one of two feeds is down', status(['connected', 'down']), ['feedDown'], true],
    ['the only feed is down', status(['down']), ['feedDown'], false],
    ['the feed is still connecting', status(['connecting']), ['feedDown'], false],
    ['there is no feed', status([]), ['noFeed'], false],
    ['commits fail', status(['connected'], ['commitFailing']), ['commitFailing'], false],
    [
      'a repaired file is not yet mended',
      status(['connected'], ['segmentSalvaged']),
      ['segmentSalvaged'],
      true,
    ],
  ])('when %s', (_when, desk, reasons, ready) => {
    expect(healthOf(desk)).toEqual({
      status: reasons.length === 0 ? 'ok' : 'degraded',
      reasons,
    });
    expect(isReady(desk)).toBe(ready);
  });

  test('says nothing of paths or addresses to whoever asks', () => {
    const text = JSON.stringify(healthOf(status(['down'], ['commitFailing'])));
    expect(text).not.toMatch(/secret|mqtt/);
  });
});
