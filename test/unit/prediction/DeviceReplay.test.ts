import { describe, expect, test } from 'vitest';
import { DeviceReplay } from '../../../shared/prediction/DeviceReplay.ts';
import { LeapFilter } from '../../../shared/prediction/LeapFilter.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/scoring/thresholds.ts';
import type { DecodedReading } from '../../../shared/telemetry/reading.ts';
import { decodeMessage } from '../../../shared/telemetry/wireMessage.ts';
import { START } from '../../support/recordings.ts';
import { wire } from '../../support/wire.ts';

const MINUTE = 60_000;

function reading(
  minute: number | null,
  idx: number | null = minute === null ? null : minute * 10,
): DecodedReading {
  const timestamp = minute === null ? null : START + minute * MINUTE;
  const decoded = decodeMessage(wire('d', { idx, timestamp }), {
    powerUnit: 'kW',
    powerFactorUnit: 'ratio',
  });
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.reading;
}

function replayOf() {
  const replay = new DeviceReplay({ ratedCurrentA: 50, gasSensor: null }, DEFAULT_THRESHOLDS);
  const closed: number[] = [];
  const take = (decoded: DecodedReading) =>
    replay.take(decoded, () => {
      const { closedAt } = replay.window;
      if (closedAt !== null) closed.push((closedAt - START) / MINUTE);
    });
  return { closed, take };
}

describe('a recording on its way through the desk', () => {
  test('a repetition is dropped, by time and number; two messages of one time are two', () => {
    const { take } = replayOf();
    expect(take(reading(0, 1))).not.toBeNull();
    expect(take(reading(0, 1))).toBeNull();
    expect(take(reading(0, 2))).not.toBeNull();
    expect(take(reading(1, null))).not.toBeNull();
    expect(take(reading(1, null))).toBeNull();
    expect(take(reading(null, 1))).not.toBeNull();
    expect(take(reading(null, 1))).not.toBeNull();
  });

  test('every minute is closed once and in order, also those in which nothing came', () => {
    const { take, closed } = replayOf();
    for (const minute of [0, 0.5, 1.2, 5, 3.5, 5.5, 6]) take(reading(minute));
    expect(closed).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a late message arrives when the newest one did', () => {
    const { take } = replayOf();
    take(reading(10));
    expect(take(reading(4))?.reading).toMatchObject({
      measuredAt: START + 4 * MINUTE,
      receivedAt: START + 10 * MINUTE,
    });
  });

  test('months of silence are not walked minute by minute', () => {
    const { take, closed } = replayOf();
    take(reading(0));
    const month = 30 * 1440;
    for (const minute of [month, month + 1, month + 2]) take(reading(minute));
    expect(closed.length).toBeLessThan(5);
    expect(closed.at(-1)).toBe(month + 1);
  });
});

describe('messages that leap ahead', () => {
  const pass = (...minutes: (number | null)[]) => {
    const leaps = new LeapFilter();
    return minutes.flatMap((minute) =>
      leaps
        .take(reading(minute))
        .map(({ deviceTime }) => deviceTime && (deviceTime - START) / MINUTE),
    );
  };

  test.each<[string, (number | null)[], (number | null)[]]>([
    ['nothing leaps', [0, 30, 20, null, 90], [0, 30, 20, null, 90]],
    ['a silence is believed', [0, 300, 301], [0, 300, 301]],
    ['a mad clock is not', [0, 5e6, 1, 2], [0, null, 1, 2]],
    ['a mad clock in a silence', [0, 5e6, 300, 301], [0, null, 300, 301]],
    ['without a time nothing is confirmed', [0, 300, null, 1], [0, null, null, 1]],
    ['a last one that leaps is lost', [0, 300], [0]],
    ['the past is not the future', [300, 0, 301], [300, 0, 301]],
  ])('%s', (_what, minutes, expected) => expect(pass(...minutes)).toEqual(expected));
});
