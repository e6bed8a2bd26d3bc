import { beforeEach, describe, expect, test } from 'vitest';
import { Announcer } from '../../../renderer/sound/Announcer.ts';
import { insistenceOf } from '../../../renderer/sound/insistence.ts';
import type { Insistence } from '../../../renderer/sound/patterns.ts';
import { SpeechQueue, type Wish } from '../../../renderer/sound/SpeechQueue.ts';
import type { AlarmRecord } from '../../../shared/alarms/alarm.ts';
import { defaultAnnunciation } from '../../../shared/annunciation/settings.ts';
import { alarm, NOW } from './made.ts';

const { growSeconds } = defaultAnnunciation(false);

describe('how insistent the sound is', () => {
  const level = (
    rings: readonly AlarmRecord[],
    seconds: number,
    asked: (one: AlarmRecord) => Insistence = () => 0,
  ) => insistenceOf('fire', rings, NOW + seconds * 1_000, 0, growSeconds, asked);

  test('grows with the time that nobody answers', () => {
    expect([0, 29, 30, 89, 90, 9_000].map((seconds) => level([alarm('a')], seconds))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test('is that of the alarm that has waited longest, of the class that sounds', () => {
    const old = alarm('old', { raisedAt: NOW - 60_000 });
    expect(level([alarm('new'), old], 0)).toBe(1);
    const trouble = alarm('t', { alarmClass: 'trouble', raisedAt: NOW - 86_400_000 });
    expect(level([alarm('new'), trouble], 0)).toBe(0);
  });

  test('is never less than the escalation table asks for', () => {
    expect(level([alarm('a'), alarm('b')], 0, ({ id }) => (id === 'b' ? 2 : 0))).toBe(2);
  });

  test('of the lost engine grows with the time that nothing is heard', () => {
    const lost = (ms: number) => insistenceOf('lost', [], NOW, ms, growSeconds, () => 0);
    expect([0, 30_000, 120_000].map(lost)).toEqual([0, 1, 2]);
    expect(insistenceOf(null, [], NOW, 0, growSeconds, () => 2)).toBe(0);
  });
});

describe('what is said', () => {
  let queue: SpeechQueue;
  beforeEach(() => {
    queue = new SpeechQueue();
  });
  const wish = (alarmId: string, rank = 0, critical = false): Wish => ({ alarmId, rank, critical });
  const many = (count: number) => Array.from({ length: count }, (_, i) => wish(`a${i}`, i));
  const said = (now: number) => {
    const next = queue.next(now);
    return next === null ? null : next.type === 'more' ? `+${next.count}` : next.alarmId;
  };

  test('is the most urgent first', () => {
    queue.add([wish('late', 2), wish('first', 0), wish('then', 1)]);
    expect([said(0), said(0), said(0), said(0)]).toEqual(['first', 'then', 'late', null]);
  });

  test('is three of a flood and then how many more, and nothing for a while', () => {
    queue.add(many(15));
    expect([said(0), said(0), said(0), said(0), said(0)]).toEqual(['a0', 'a1', 'a2', '+12', null]);
    queue.add([wish('meanwhile')]);
    expect(said(10_000)).toBeNull();
    expect(said(20_000)).toBe('meanwhile');
  });

  test('is every critical fire, flood or not', () => {
    queue.add(many(15));
    for (let i = 0; i < 4; i++) said(0);
    queue.add([wish('fire1', 0, true), wish('fire2', 0, true)]);
    expect([said(1), said(1), said(1)]).toEqual(['fire1', 'fire2', null]);
  });

  test('is not what was answered meanwhile', () => {
    queue.add([wish('a'), wish('b'), wish('c', 0, true)]);
    queue.keep((id) => id === 'b');
    expect([said(0), said(0)]).toEqual(['b', null]);
  });

  test('is bounded, and nobody is forgotten in the number', () => {
    queue.add(many(5_000));
    queue.add(Array.from({ length: 100 }, (_, i) => wish(`c${i}`, 0, true)));
    for (let i = 0; i < 20; i++) expect(said(0)).toBe(`c${i}`);
    for (let i = 0; i < 3; i++) said(0);
    expect(said(0)).toBe(`+${5_000 + 80 - 3}`);
  });
});

describe('the announcer', () => {
  let now: number;
  let spoken: string[];
  let finish: (() => void) | null;
  let ducked: boolean[];
  let stops: number;
  let on: boolean;
  let hasVoice: boolean;
  let announcer: Announcer;

  beforeEach(() => {
    now = 0;
    spoken = [];
    finish = null;
    ducked = [];
    stops = 0;
    on = true;
    hasVoice = true;
    announcer = new Announcer({
      speaker: {
        say: (text, _language, _volume, ended) => {
          if (!hasVoice) return false;
          spoken.push(text);
          finish = ended;
          return true;
        },
        stop: () => {
          stops++;
        },
      },
      sound: { duck: (one) => ducked.push(one) },
      voice: () => ({ language: 'ko', volume: 1, on }),
      sentence: (next) => (next.type === 'more' ? `외 ${next.count}건` : next.alarmId),
      now: () => now,
    });
  });
  const high = (id: string) => alarm(id);
  const critical = (id: string) => alarm(id, { priority: 'CRITICAL' });
  const end = () => {
    finish?.();
    announcer.tick();
  };

  test('says one after the other, the tone going on quieter beneath', () => {
    announcer.announce([high('a'), high('b')]);
    expect(spoken).toHaveLength(1);
    expect(ducked).toEqual([true]);
    end();
    expect(spoken).toHaveLength(2);
    end();
    expect(ducked.at(-1)).toBe(false);
  });

  test('ends a flood with a number', () => {
    announcer.announce(Array.from({ length: 15 }, (_, i) => high(`a${i}`)));
    for (let i = 0; i < 10; i++) end();
    expect(spoken).toHaveLength(4);
    expect(spoken.at(-1)).toBe('외 12건');
  });

  test('lets a critical fire into the middle of another sentence', () => {
    announcer.announce([high('a')]);
    announcer.announce([critical('fire')]);
    expect(spoken).toEqual(['a', 'fire']);
    expect(stops).toBe(1);
    announcer.announce([critical('second')]);
    expect(spoken).toHaveLength(2);
    end();
    expect(spoken.at(-1)).toBe('second');
  });

  test('gives the tone its loudness back when the platform never says that it has finished', () => {
    announcer.announce([high('a')]);
    now = 12_000;
    announcer.tick();
    expect(ducked.at(-1)).toBe(false);
  });

  test('without a voice, or switched off, keeps the tone as it is', () => {
    hasVoice = false;
    announcer.announce([high('a')]);
    expect(ducked.filter(Boolean)).toEqual([]);
    hasVoice = true;
    on = false;
    announcer.announce([critical('fire')]);
    announcer.interrupt('감시 중단');
    expect(spoken).toEqual([]);
  });

  test('says that monitoring stopped before everything that waited', () => {
    announcer.announce([high('a'), high('b')]);
    announcer.interrupt('감시 중단');
    end();
    end();
    expect(spoken).toEqual(['a', '감시 중단']);
  });

  test('the end of an interrupted sentence ends nothing of the next', () => {
    announcer.announce([high('a')]);
    const endOfFirst = finish;
    announcer.announce([critical('fire')]);
    endOfFirst?.();
    expect(ducked.at(-1)).toBe(true);
  });
});
