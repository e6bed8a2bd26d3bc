import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import { temporaryFolder } from '../storage/folder.ts';
import { channelOf, OutboxRig } from './OutboxRig.ts';
import { requestOf } from './requests.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const nothing = () => null;

describe('the outbox', () => {
  let rig: OutboxRig;
  beforeEach(() => {
    rig = new OutboxRig(temporaryFolder());
  });
  afterEach(() => rig.end());

  const arrivedKeys = () => rig.outside.arrived.flatMap(({ keys }) => keys);

  it('knows which topics no channel takes, a channel that is switched off included', async () => {
    expect(rig.outbox.topicsWithoutChannel()).toEqual([]);
    const off = new OutboxRig(temporaryFolder(), [channelOf({ enabled: false })]);
    expect(off.outbox.topicsWithoutChannel()).toEqual(NOTIFICATION_TOPICS);
    await off.end();
  });

  it('sends what was enqueued, once for each key', async () => {
    rig.enqueue(requestOf(1));
    rig.enqueue(requestOf(1));
    await rig.time.advance(1_000);
    expect(arrivedKeys()).toEqual(['alarm-1#raise']);
    expect(rig.waiting()).toBe(0);
    rig.enqueue(requestOf(1));
    await rig.time.advance(HOUR);
    expect(arrivedKeys()).toHaveLength(1);
  });

  it('keeps nothing of a transaction that failed, and refuses to be used outside of one', async () => {
    expect(() =>
      rig.db.transaction(() => {
        rig.outbox.enqueue(requestOf(1));
        throw new Error('disk');
      })(),
    ).toThrow('disk');
    expect(() => rig.outbox.enqueue(requestOf(2))).toThrow('in the transaction');
    await rig.time.advance(MINUTE);
    expect(rig.outside.attempts).toEqual([]);
  });

  it('holds everything while the network is gone, and is back with one message for each topic', async () => {
    rig.outside.problem = 'unreachable';
    rig.enqueue(...Array.from({ length: 12 }, (_, n) => requestOf(n)));
    await rig.time.advance(HOUR);
    expect(arrivedKeys()).toEqual([]);
    // A first attempt, then later and later: no storm on the way out either.
    expect(rig.outside.attempts.length).toBeLessThan(40);
    rig.outside.problem = null;
    await rig.time.advance(10 * MINUTE);
    expect(rig.outside.arrived.map(({ message }) => message.topic)).toEqual(['high', 'system']);
    expect(rig.outside.arrived[0]?.message.texts.subject).toContain('알림 8건');
    expect(new Set(arrivedKeys()).size).toBe(12);
  });

  it('in a flood never sends faster than the rate, and groups what comes meanwhile', async () => {
    for (let n = 0; n < 300; n++) {
      rig.enqueue(requestOf(n * 3));
      await rig.time.advance(1_000);
    }
    await rig.time.advance(MINUTE);
    expect(new Set(arrivedKeys()).size).toBe(300);
    expect(rig.outside.arrived.length).toBeLessThanOrEqual(3 + 36);
  });

  it('crashing again and again gives no new measure of the rate, not even with the clock set back', async () => {
    for (let n = 0; n < 12; n++) {
      rig.enqueue(requestOf(n * 3));
      await rig.time.advance(1_000);
      if (n === 6) rig.time.setClock(-HOUR);
      rig.crash();
    }
    expect(rig.outside.attempts.length).toBeLessThanOrEqual(3 + 1);
    await rig.time.advance(MINUTE);
    expect(new Set(arrivedKeys()).size).toBe(12);
  });

  it('sends the most urgent first, whatever came first', async () => {
    rig.outside.problem = 'unreachable';
    rig.enqueue(requestOf(2));
    rig.enqueue(requestOf(4, { key: 'late', topic: 'emergency' }));
    rig.enqueue(requestOf(3));
    await rig.time.advance(MINUTE);
    rig.outside.problem = null;
    await rig.time.advance(10 * MINUTE);
    expect(rig.outside.arrived.map(({ message }) => message.topic)).toEqual([
      'emergency',
      'high',
      'system',
    ]);
  });

  it('tries what a person has to mend rarely, keeps it, says so, and goes on when it is mended', async () => {
    rig.outside.topicProblem = { high: 'topicNotFound' };
    rig.enqueue(requestOf(3), requestOf(2));
    await rig.time.advance(HOUR);
    expect(rig.outside.attempts.filter(({ topic }) => topic === 'high')).toHaveLength(4);
    // The other topic isn't held up by it.
    expect(arrivedKeys()).toEqual(['alarm-2#raise']);
    expect(rig.troubles.get('notifications/hook')).toBe('채널 hook: SNS 토픽을 찾을 수 없습니다.');
    expect(rig.waiting()).toBe(1);
    rig.outside.topicProblem = {};
    rig.outbox.retryNow();
    await rig.time.advance(MINUTE);
    expect(arrivedKeys()).toContain('alarm-3#raise');
    expect(rig.troubles.get('notifications/hook')).toBeNull();
  });

  it('says that notifications pile up after five minutes, and takes it back when they are sent', async () => {
    rig.outside.problem = 'nameNotFound';
    rig.enqueue(requestOf(3));
    await rig.time.advance(4 * MINUTE);
    expect(rig.troubles.get('notifications/hook') ?? null).toBeNull();
    await rig.time.advance(2 * MINUTE);
    expect(rig.troubles.get('notifications/hook')).toContain('이름을 찾을 수 없습니다');
    rig.outside.problem = null;
    await rig.time.advance(10 * MINUTE);
    expect(rig.troubles.get('notifications/hook')).toBeNull();
  });

  it('a channel that never answers is given up after a minute, and sent again', async () => {
    rig.outside.mute = true;
    rig.enqueue(requestOf(3));
    await rig.time.advance(30_000);
    expect(rig.waiting()).toBe(1);
    rig.outside.mute = false;
    await rig.time.advance(5 * MINUTE);
    expect(arrivedKeys()).toEqual(['alarm-3#raise', 'alarm-3#raise']);
    // The same contents have the same id, so that the receiver can tell.
    const [first, second] = rig.outside.arrived;
    expect(second?.message.id).toBe(first?.message.id);
    expect(rig.waiting()).toBe(0);
  });

  it('a message with one more in it has another id: a receiver that drops the known one loses nothing', async () => {
    rig.outside.mute = true;
    rig.enqueue(requestOf(3));
    await rig.time.advance(30_000);
    rig.enqueue(requestOf(6));
    rig.outside.mute = false;
    await rig.time.advance(5 * MINUTE);
    const [first, second] = rig.outside.arrived;
    expect(second?.keys).toHaveLength(2);
    expect(second?.message.id).not.toBe(first?.message.id);
  });

  it('what is a day old and over is told all the same', async () => {
    rig.outside.problem = 'unreachable';
    const request = requestOf(3);
    rig.enqueue(request, requestOf(6));
    await rig.time.advance(25 * HOUR);
    rig.alarms.set('alarm-3', { ...request.alarm!, state: 'normal', endedAt: rig.time.now() });
    rig.outside.problem = null;
    await rig.time.advance(10 * MINUTE);
    expect(arrivedKeys().sort()).toEqual(['alarm-3#raise', 'alarm-6#raise']);
    expect(rig.outside.arrived[0]?.message.texts.brief).toContain('이미 끝난 것 1건');
  });

  it('records each attempt: when, by which channel, with what outcome', async () => {
    rig.outside.problem = 'throttled';
    rig.enqueue(requestOf(3));
    await rig.time.advance(1_000);
    rig.outside.problem = null;
    await rig.time.advance(MINUTE);
    const [sent, failed] = rig.lists.attempts(10);
    expect(failed).toMatchObject({ channelId: 'hook', outcome: 'failed', problem: 'throttled' });
    expect(sent).toMatchObject({ topic: 'high', outcome: 'sent', problem: null, notifications: 1 });
    expect(sent?.endedAt).toBe((sent?.startedAt ?? 0) + 200);
    const [listed] = rig.lists.notifications(10, nothing, nothing);
    expect(listed?.deliveries).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('an outcome that a full disk did not take is written before anything else is sent', async () => {
    const { store } = rig;
    const end = store.end.bind(store);
    let full = true;
    store.end = (...args) => {
      if (full) throw new Error('SQLITE_FULL');
      end(...args);
    };
    rig.enqueue(requestOf(3));
    await rig.time.advance(HOUR);
    expect(arrivedKeys()).toEqual(['alarm-3#raise']);
    full = false;
    await rig.time.advance(MINUTE);
    expect(arrivedKeys()).toHaveLength(1);
    expect(rig.waiting()).toBe(0);
  });

  it('without a channel nothing waits for ever: it is listed as told to nobody', async () => {
    await rig.outbox.replace('hook', null);
    rig.enqueue(requestOf(3));
    await rig.time.advance(HOUR);
    expect(rig.outbox.figures()).toMatchObject({ channels: 0, waiting: 0, toldNobody: 1 });
    expect(rig.lists.notifications(10, nothing, nothing)[0]?.deliveries).toEqual([]);
  });

  it('deletes after the term what was told, and never what still waits', async () => {
    rig.enqueue(requestOf(3));
    await rig.time.advance(MINUTE);
    rig.outside.problem = 'unreachable';
    rig.enqueue(requestOf(6));
    await rig.time.advance(MINUTE);
    const later = rig.time.now() + 91 * 24 * HOUR;
    expect(rig.lists.retain(later - 90 * 24 * HOUR)).toBe(1);
    expect(rig.waiting()).toBe(1);
    expect(rig.lists.attempts(10).length).toBeGreaterThan(0);
  });

  it('a close calls off what is under way, and the next start sends it', async () => {
    rig.outside.mute = true;
    rig.enqueue(requestOf(3));
    await rig.time.advance(1_000);
    await rig.outbox.close();
    expect(rig.lists.attempts(1)).toMatchObject([{ outcome: 'interrupted' }]);
    rig.outside.mute = false;
    rig.crash();
    await rig.time.advance(MINUTE);
    expect(arrivedKeys()).toHaveLength(2);
    expect(rig.waiting()).toBe(0);
  });
});

it('every channel sends for itself: one that hangs holds nobody else up', async () => {
  const rig = new OutboxRig(temporaryFolder(), [channelOf({}, 'first'), channelOf({}, 'second')]);
  rig.outside.deaf.add('first');
  rig.enqueue(requestOf(2));
  await rig.time.advance(1_000);
  expect(rig.outside.arrived.map(({ channelId }) => channelId)).toEqual(['second']);
  expect([rig.waiting('first'), rig.waiting('second')]).toEqual([1, 0]);
  await rig.end();
});
