import fc from 'fast-check';
import { expect, it } from 'vitest';
import { urgencyOf } from '#shared/notifications/urgency.ts';

import { IN_MEMORY, OutboxRig } from './OutboxRig.ts';
import { requestOf } from './requests.ts';

const RATE = { everySeconds: 10, burst: 3 };
const RUNS = 40;

/** What a night can bring. Times in seconds. */
type Turn =
  | { readonly does: 'enqueue'; readonly count: number; readonly again: boolean }
  | { readonly does: 'wait'; readonly seconds: number }
  | { readonly does: 'networkDown' | 'networkUp' | 'mute' | 'unmute' | 'crash' }
  | { readonly does: 'clockBack'; readonly seconds: number };

const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('enqueue' as const),
      count: fc.integer({ min: 1, max: 15 }),
      again: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: 900 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('networkDown', 'networkUp', 'mute', 'unmute', 'crash'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('clockBack' as const),
      seconds: fc.integer({ min: 1, max: 90_000 }),
    }),
  },
);

/** Plays it, then lets the network come back for good. @returns the rig and every key that was asked for */
async function play(turns: readonly Turn[]): Promise<{ rig: OutboxRig; asked: Set<string> }> {
  const rig = OutboxRig.withRate(IN_MEMORY, RATE);
  const { outside, time } = rig;
  const asked = new Set<string>();
  let n = 0;
  for (const move of turns) {
    switch (move.does) {
      case 'enqueue': {
        const requests = Array.from({ length: move.count }, () => requestOf(n++));
        for (const { key } of requests) asked.add(key);
        rig.enqueue(...requests, ...(move.again ? requests : []));
        break;
      }
      case 'wait':
        await time.advance(move.seconds * 1000);
        break;
      case 'networkDown':
        outside.problem = 'unreachable';
        break;
      case 'networkUp':
        outside.problem = null;
        break;
      case 'mute':
        outside.mute = true;
        break;
      case 'unmute':
        outside.mute = false;
        break;
      case 'crash':
        rig.crash();
        break;
      case 'clockBack':
        time.setClock(-move.seconds * 1000);
        break;
    }
  }
  outside.problem = null;
  outside.mute = false;
  await time.advance(3_600_000);
  return { rig, asked };
}

const arrivals = (rig: OutboxRig) => rig.outside.arrived.flatMap(({ keys }) => keys);

it('whatever happens to network, program and clock: every key arrives, within the rate, most urgent first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 3, maxLength: 25 }), async (turns) => {
      const { rig, asked } = await play(turns);
      try {
        expect(new Set(arrivals(rig))).toEqual(asked);
        expect(rig.waiting()).toBe(0);
        const times = rig.outside.attempts.map(({ at }) => at);
        for (const [first, from] of times.entries())
          for (let last = first; last < times.length; last++)
            expect(last - first + 1).toBeLessThanOrEqual(
              RATE.burst + Math.floor((times[last]! - from) / (RATE.everySeconds * 1000) + 1e-9),
            );
        for (const { keys } of rig.outside.arrived) {
          const urgencies = keys.map((key) => urgencyOf(requestOf(Number(/\d+/.exec(key)?.[0]))));
          expect(urgencies).toEqual([...urgencies].sort((a, b) => a - b));
        }
      } finally {
        await rig.end();
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);

it('a night without a crash and without a doubt tells each key exactly once, the most urgent of all first', async () => {
  const certain = turn.filter(({ does }) => !['crash', 'mute'].includes(does));
  await fc.assert(
    fc.asyncProperty(fc.array(certain, { minLength: 3, maxLength: 25 }), async (turns) => {
      const { rig, asked } = await play(turns);
      try {
        expect(arrivals(rig).sort()).toEqual([...asked].sort());
        for (const { keys, mostUrgent } of rig.outside.arrived)
          expect(urgencyOf(requestOf(Number(/\d+/.exec(keys[0] ?? '')?.[0])))).toBe(mostUrgent);
      } finally {
        await rig.end();
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);
