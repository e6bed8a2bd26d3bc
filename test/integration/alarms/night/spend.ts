import { mkdirSync } from 'node:fs';
import type { NightInput } from './input.ts';
import { type Network, NightDesk } from './NightDesk.ts';

/** Seconds since the beginning of the night, the last not included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Disturbances {
  /** Nothing leaves the building. */
  readonly outage: Span;
  /** Before it: what leaves arrives, and nobody hears that it did. */
  readonly doubt: Span;
  /** Neither desk hears of the other. */
  readonly cut: Span;
  /** Desk A is killed in the first second and runs again in the last. */
  readonly dead: Span;
}

export interface Night {
  readonly a: NightDesk;
  readonly b: NightDesk;
}

const LASTS = 5_400;
/** The most that a settled night may take longer. */
const SETTLES_WITHIN = 3_600;
const DESKS_ASK_EVERY = 2;
/** Nobody does or reports anything any more: what is left can be watched less closely. */
const QUIET_FROM = 2_400;
const QUIET_STEP = 10;

const within = (span: Span | undefined, second: number) =>
  span !== undefined && second >= span.from && second < span.to;

/** Lets the night happen, second by second, and goes on until nothing waits. */
export async function spend(
  input: NightInput,
  what: Partial<Disturbances>,
  folder: string,
): Promise<Night> {
  const network: Network = { down: false, answersLost: false };
  mkdirSync(folder);
  const a = new NightDesk(folder, 'a', network);
  const b = new NightDesk(folder, 'b', network);
  /** What the broker keeps for desk A, batch by batch. */
  const held: number[] = [];
  const { dead } = what;
  const settled = (second: number) => second > LASTS && a.waiting() + b.waiting() === 0;

  let step = 1;
  for (let second = 1; !settled(second); second += step) {
    if (second > LASTS + SETTLES_WITHIN) throw new Error('the night does not end');
    network.down = within(what.outage, second);
    network.answersLost = within(what.doubt, second);
    const linked = !within(what.cut, second) && !within(dead, second);
    a.link(linked ? b : undefined);
    b.link(linked ? a : undefined);
    await Promise.all([a.pass(step), b.pass(step)]);

    const readings = input.readings.get(second) ?? [];
    if (second === dead?.from) a.killedBy(readings);
    if (second === dead?.to) {
      a.restart();
      for (const missed of held) a.deliver(input.readings.get(missed) ?? []);
    }
    if (a.running) a.deliver(readings);
    else held.push(second);
    b.deliver(readings);
    for (const act of input.acts.get(second) ?? []) (act.desk === 'a' ? a : b).act(act);
    if (second % DESKS_ASK_EVERY === 0) {
      if (a.running) await a.peer.follow();
      await b.peer.follow();
    }
    if (second === QUIET_FROM) step = QUIET_STEP;
  }
  return { a, b };
}
