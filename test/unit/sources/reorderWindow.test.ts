import { describe, expect, test } from 'vitest';
import { REORDER_BEAT_MS, ReorderWindow } from '#engine/sources/ReorderWindow.ts';
import type { Frame } from '#engine/sources/source.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import { ManualTimers } from '../../support/manualTimers.ts';

const T0 = 1_780_000_000_000;

function window() {
  const timers = new ManualTimers();
  const said: string[] = [];
  const reorder = new ReorderWindow({
    deliver: ({ payload }) =>
      said.push((JSON.parse(Buffer.from(payload).toString()) as { n: string }).n),
    timers,
  });
  const add = (device: string, n: string, time: number | null) => {
    const message = time === null ? { n } : { n, timestamp: T0 + time };
    const frame: Frame = {
      sourceId: 's',
      topic: deviceTopic(device),
      payload: Buffer.from(JSON.stringify(message)),
      receivedAt: T0,
      duplicate: false,
      backlog: false,
      ack: () => undefined,
    };
    reorder.add(frame);
  };
  const beat = () => timers.fire(REORDER_BEAT_MS);
  return { reorder, timers, said, add, beat };
}

describe('messages that came over several connections', () => {
  test('leave in the order of their device’s time, after a moment', () => {
    const { add, beat, said, timers } = window();
    add('a', 'a3', 3000);
    add('a', 'a1', 1000);
    add('b', 'b1', 500);
    add('a', 'a2', 2000);
    beat();
    expect(said).toEqual([]);
    beat();
    expect(said).toEqual(['a1', 'a2', 'a3', 'b1']);
    expect(timers.waiting).toEqual([]);
  });

  test('what comes just before a beat is held as long as the rest, unless it belongs before what is due', () => {
    const { add, beat, said } = window();
    add('a', 'a3', 3000);
    beat();
    add('a', 'a1', 1000);
    add('a', 'a4', 4000);
    beat();
    expect(said).toEqual(['a1', 'a3']);
    beat();
    expect(said).toEqual(['a1', 'a3', 'a4']);
  });

  test('equal times, and messages without a time, keep the order of their arrival', () => {
    const { add, beat, said } = window();
    add('a', 'first', 1000);
    add('a', 'second', 1000);
    add('a', 'timeless', null);
    add('a', 'earlier', 500);
    beat();
    beat();
    expect(said).toEqual(['first', 'second', 'timeless', 'earlier']);
  });

  test('all leave at once, in order, when the broker waits for acknowledgements', () => {
    const { add, reorder, said, timers } = window();
    add('a', 'a2', 2000);
    add('a', 'a1', 1000);
    reorder.flush();
    expect(said).toEqual(['a1', 'a2']);
    expect(timers.waiting).toEqual([]);
  });
});
