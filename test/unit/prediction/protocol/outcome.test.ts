import { describe, expect, test } from 'vitest';
import { AlarmTrack } from '../../../../shared/prediction/protocol/AlarmTrack.ts';
import {
  type Episode,
  episodeOf,
  hazardAt,
  kindOf,
} from '../../../../shared/prediction/protocol/episode.ts';
import { outcomeOf } from '../../../../shared/prediction/protocol/outcome.ts';
import { streamTruthSchema } from '../../../../shared/prediction/truth.ts';

const MINUTE = 60_000;

/** Onset after 100 minutes, ignition after 160, all in minutes. */
const fire: Episode = {
  deviceId: 'd',
  category: 'incident',
  type: 'loose_joint',
  start: 0,
  end: 200 * MINUTE,
  onset: 100 * MINUTE,
  ignition: 160 * MINUTE,
  over: null,
};

function outcome(episode: Episode, ...minutes: number[]) {
  const track = new AlarmTrack(episode.onset);
  for (const minute of minutes) track.on(minute * MINUTE);
  return outcomeOf(episode, track);
}

describe('alarms', () => {
  test('on again after half an hour at most is the same alarm, later it is another', () => {
    const track = new AlarmTrack(null);
    for (const minute of [0, 30, 60, 90.5, 91]) track.on(minute * MINUTE);
    expect(track.alarms).toEqual([
      { start: 0, end: 60 * MINUTE },
      { start: 90.5 * MINUTE, end: 91 * MINUTE },
    ]);
    expect(track.sinceOnset).toBeNull();
  });
});

describe('a fire', () => {
  test.each<[string, number[], string, number | null]>([
    ['a lead of an hour', [100, 101, 159], 'detected', 60],
    ['two minutes are enough', [158], 'detected', 2],
    ['less is short', [158.5], 'short', 1.5],
    ['at the ignition', [160], 'short', 0],
    ['five minutes after it', [165], 'late', null],
    ['later still', [165.1], 'missed', null],
    ['never', [], 'missed', null],
  ])('%s', (_what, minutes, finding, lead) => {
    expect(outcome(fire, ...minutes)).toEqual({
      finding,
      leadMs: lead === null ? null : lead * MINUTE,
      falseAlarms: 0,
      alarmed: minutes.length > 0,
    });
  });

  test('an alarm that was over before the onset is false and finds nothing', () => {
    expect(outcome(fire, 20, 25)).toMatchObject({ finding: 'missed', falseAlarms: 1 });
  });

  test('one that is still on at the onset is false too, and its lead is counted from the onset on', () => {
    expect(outcome(fire, 90, 95, 105)).toMatchObject({
      finding: 'detected',
      leadMs: 55 * MINUTE,
      falseAlarms: 1,
    });
  });

  test('is a hazard while it lasts, and only then', () => {
    expect([99, 100, 159, 160].map((minute) => hazardAt(fire, minute * MINUTE))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('what is no fire', () => {
  test.each(['near_miss', 'incident'] as const)(
    'a hazard without ignition (%s): an alarm in it is neither found nor false, one before it is false',
    (category) => {
      const hazard: Episode = { ...fire, category, ignition: null, over: 150 * MINUTE };
      expect(kindOf(hazard)).toBe('hazard');
      expect(outcome(hazard, 20, 110)).toEqual({
        finding: null,
        leadMs: null,
        falseAlarms: 1,
        alarmed: true,
      });
      expect(outcome(hazard, 20).alarmed).toBe(false);
      expect(hazardAt(hazard, 149 * MINUTE)).toBe(true);
      expect(hazardAt(hazard, 150 * MINUTE)).toBe(false);
    },
  );

  test('a hard negative counts once, however often and whenever it was alarmed', () => {
    const hard: Episode = { ...fire, category: 'hard_negative', ignition: null };
    expect(outcome(hard, 10, 120, 190)).toMatchObject({ alarmed: true, falseAlarms: 0 });
    expect(outcome(hard).alarmed).toBe(false);
  });

  test('on a normal day every alarm is false', () => {
    const normal: Episode = { ...fire, category: 'normal', onset: null, ignition: null };
    expect(outcome(normal, 10, 120, 190)).toMatchObject({ falseAlarms: 3, finding: null });
  });
});

describe('a line of truth', () => {
  const line = {
    deviceId: 'd',
    category: 'near_miss',
    type: 'arcing',
    start: '2025-03-01T00:00:00Z',
    end: '2025-03-02T00:00:00Z',
  };

  test('times come in UTC, with an offset, or without one and then in UTC', () => {
    const truth = { ...line, onset: '2025-03-01T10:00:00+09:00', hnEnd: '2025-03-01T02:00:00.5' };
    expect(episodeOf(streamTruthSchema.parse(truth))).toMatchObject({
      start: Date.UTC(2025, 2, 1),
      onset: Date.UTC(2025, 2, 1, 1),
      over: Date.UTC(2025, 2, 1, 2, 0, 0, 500),
    });
  });

  test('arrested may say whether or when', () => {
    const when = { ...line, arrested: '2025-03-01T03:00:00Z' };
    expect(episodeOf(streamTruthSchema.parse(when)).over).toBe(Date.UTC(2025, 2, 1, 3));
    expect(episodeOf(streamTruthSchema.parse({ ...line, arrested: true })).over).toBeNull();
  });
});
