/**
 * Random nights: readings in any order, acts by anyone, commits that fail, restarts. What `model/` can't tell, because it
 * knows what it sent: a broker that sends everything twice changes nothing.
 */
import { expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { KIM, LEE, Scenario, scored } from './Scenario.ts';

/** mulberry32: small, seeded, the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const DEVICES = ['a', 'b', 'c'];
const LEVELS = ['NORMAL', 'NORMAL', 'NORMAL', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
const BITS = [[], [], [], ['arcAlarm'], ['overvoltage'], ['arcAlarm', 'overvoltage']] as const;

class Night {
  readonly desk = new Scenario();
  readonly random: (below: number) => number;
  readonly twice: boolean;
  #clock = 0;

  constructor(seed: number, options: { readonly twice: boolean }) {
    this.random = randomFrom(seed);
    this.twice = options.twice;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random(from.length)]!;
  }

  batch(): ScoredReading[] {
    // Long calm and dangerous spells, so that alarms begin, stand and end.
    const level = this.pick(LEVELS);
    const bits = this.pick(BITS);
    const device = this.pick(DEVICES);
    return Array.from({ length: 1 + this.random(5) }, () => {
      this.#clock += 1000;
      const back = this.random(10) === 0 ? this.random(8) * 1000 : 0;
      const late = this.random(40) === 0;
      return scored({
        device,
        at: this.#clock - back - (late ? 600_000 : 0),
        level,
        bits,
        quality: late ? ['late'] : this.random(30) === 0 ? ['outOfRange'] : [],
      });
    });
  }

  readings(): void {
    const batch = this.batch();
    this.desk.feed(...batch);
    if (this.twice) expect(this.desk.feed(...batch)).toEqual([]);
  }

  failingCommit(): void {
    const batch = this.batch();
    const before = this.desk.desk.open();
    const plan = this.desk.desk.plan(batch);
    const fail = () =>
      this.desk.commit(() => {
        this.desk.desk.persist(plan);
        throw new Error('no space left');
      });
    expect(fail).toThrow('no space left');
    expect(this.desk.desk.open()).toEqual(before);
  }

  act(): void {
    const open = this.desk.desk.open();
    if (open.length === 0) return;
    const alarmIds = [this.pick(open).id, this.pick(open).id].slice(this.random(2));
    const name = this.pick(['acknowledge', 'acknowledge', 'reset', 'reset', 'silence'] as const);
    this.desk.desk.act(name, { ...this.pick([KIM, LEE]), alarmIds });
  }

  watch(): void {
    const device = this.pick(DEVICES);
    this.#clock += 1000;
    this.desk.silence(
      this.random(2) === 0 ? { silent: [device] } : { heardAgain: [device] },
      this.#clock,
    );
  }

  step(): void {
    const dice = this.random(20);
    if (dice < 10) this.readings();
    else if (dice < 16) this.act();
    else if (dice < 18) this.watch();
    else if (dice < 19) this.failingCommit();
    else this.desk.restart();
  }
}

const everything = (desk: Scenario) => desk.desk.history({ limit: 100_000 });

const SEEDS = [1, 2, 3, 4, 5, 6];

test.each(SEEDS)('night %i is the same when every batch is delivered twice', (seed) => {
  const run = (twice: boolean) => {
    const night = new Night(seed, { twice });
    for (let i = 0; i < 200; i++) night.step();
    const stories = everything(night.desk).map(({ id }) => [id, night.desk.story(id)]);
    night.desk.close();
    return stories;
  };
  expect(run(true)).toEqual(run(false));
});
