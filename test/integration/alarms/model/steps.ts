import type fc from 'fast-check';
import type { ActName } from '#engine/alarms/acts.ts';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { type Asked, keyOf } from './Asides.ts';
import type { Occurrence } from './occurrence.ts';
import * as occurrence from './occurrence.ts';
import type { ReferenceDesk } from './ReferenceDesk.ts';
import { type Saying, type Told, tell } from './told.ts';
import { type Name, same, type World } from './World.ts';

const SECOND = 1000;
const MINUTE = 60_000;
/** A device's clock is believed so far. */
const BELIEVED = 5 * MINUTE;

/** Something that happens, to the reference and to the desk; then the two are held against each other. */
export class Step implements fc.Command<ReferenceDesk, World> {
  readonly #label: string;
  readonly #happens: (reference: ReferenceDesk, world: World) => void;

  constructor(label: string, happens: (reference: ReferenceDesk, world: World) => void) {
    this.#label = label;
    this.#happens = happens;
  }

  check(): boolean {
    return true;
  }

  run(reference: ReferenceDesk, world: World): void {
    this.#happens(reference, world);
    world.compare(reference);
  }

  toString(): string {
    return this.#label;
  }
}

export interface Spell extends Saying {
  readonly times: number;
}

/** Readings, a second apart, in one batch. */
export function readings(spells: readonly Spell[], failsFirst: boolean): Step {
  const label = spells.map(sayingOf).join(', then ');
  return new Step(label + (failsFirst ? ', at first on a full disk' : ''), (reference, world) => {
    const batch = spoken(reference, spells);
    arrive(reference, world, batch, failsFirst);
  });
}

/**
 * An older reading after newer ones: overtaken on its way, or out of a broker's queue.
 * @param first what comes before it in the same batch
 */
export function older(saying: Saying, ago: number, late: boolean, first: readonly Spell[]): Step {
  const label = `${sayingOf(saying)}, ${ago / SECOND} s old${late ? ', out of a backlog' : ''}`;
  return new Step([...first.map(sayingOf), label].join(', then '), (reference, world) => {
    const batch = spoken(reference, first);
    reference.pass(SECOND);
    const { wall, truth } = reference;
    const event = truth - ago - 500;
    const isLate = late && wall - event > BELIEVED;
    const datedByDesk = !isLate && Math.abs(wall - event) > BELIEVED;
    const heard = { event: datedByDesk ? wall : event, arrival: wall, datedByDesk, late: isLate };
    arrive(reference, world, [...batch, tell(saying, heard)], false);
  });
}

/** What was delivered last is delivered again. */
export const again = new Step('the same once more', (reference, world) => {
  const arrival = reference.wall;
  const batch = world.last.map((told) => ({ ...told, arrival }));
  world.follow(reference);
  same(world.deliver(batch), 0);
});

export function silent(device: string, isSilent: boolean): Step {
  return new Step(`${device} is ${isSilent ? 'silent' : 'heard again'}`, (reference, world) => {
    reference.pass(SECOND);
    world.follow(reference);
    const change = isSilent ? { silent: [device] } : { heardAgain: [device] };
    reference.silence(device, isSilent);
    world.watched(change);
  });
}

export function feedDown(isDown: boolean, failsFirst: boolean): Step {
  const label = `the feed is ${isDown ? 'down' : 'up'}${failsFirst ? ', on a full disk' : ''}`;
  return new Step(label, (reference, world) => {
    reference.pass(SECOND);
    world.follow(reference);
    const set = () => world.troubles.set('feedDown', 'mqtt', isDown ? 'refused' : null);
    reference.trouble('desk/mqtt', isDown);
    if (failsFirst) {
      world.failing(set);
      reference.tick();
      world.tick();
    } else set();
  });
}

export const repaired = new Step('the database was repaired', (reference, world) => {
  reference.pass(SECOND);
  world.follow(reference);
  reference.happened('desk/file');
  world.troubles.happened('databaseSalvaged', 'file', '3 rows lost');
});

/** An alarm of a device and kind, whether there is one or not; or by its place in the list, round and round. */
export type Target =
  | { readonly device: string; readonly kind: AlarmKind }
  | { readonly place: number };

/** By a person, on what may or may not stand. */
export function act(
  name: ActName,
  targets: readonly Target[],
  by: Name,
  failsFirst: boolean,
  note: string | null = null,
): Step {
  const on = targets.map(nameOf).join(' and ');
  const label = `${by}: ${name}${note === null ? '' : ` "${note}"`} ${on}`;
  return new Step(label + (failsFirst ? ', at first on a full disk' : ''), (reference, world) => {
    world.follow(reference);
    const found = targets.map((target) => findTarget(reference, target));
    const ids = found.map((one, i) => one?.id ?? `none ${i}`);
    if (failsFirst && world.failing(() => world.act(name, ids, by, note))) world.compare(reference);
    const results = world.act(name, ids, by, note);
    const several = new Set(ids).size > 1;
    const expected = [...new Map(ids.map((id, i) => [id, found[i]]))].map(([alarmId, one]) => {
      const refusal = one
        ? answer(name, one, { at: reference.wall, by }, several, note)
        : 'notFound';
      if (refusal === 'done') reference.audited++;
      return refusal === 'done' ? { alarmId, done: true } : { alarmId, done: false, refusal };
    });
    same(
      results.map(({ alarmId, done, ...rest }) =>
        'refusal' in rest ? { alarmId, done, refusal: rest.refusal } : { alarmId, done },
      ),
      expected,
    );
    for (const one of expected)
      world.answers.add(`${name} ${'refusal' in one ? one.refusal : 'done'}`);
    for (const one of found) if (one) world.compareStory(one);
  });
}

const nameOf = (target: Target) =>
  'place' in target ? `number ${target.place + 1}` : `${target.kind} of ${target.device}`;

function findTarget(reference: ReferenceDesk, target: Target): Occurrence | undefined {
  if (!('place' in target)) return reference.find(target.device, target.kind);
  const list = reference.inOrder();
  return list[target.place % list.length];
}

function answer(
  name: ActName,
  one: Occurrence,
  by: occurrence.By,
  several: boolean,
  note: string | null,
): string {
  switch (name) {
    case 'acknowledge': {
      const critical = one.priority === 'CRITICAL' && occurrence.isFire(one.kind);
      if (occurrence.waits(one) && critical && several) return 'criticalOneByOne';
      return occurrence.acknowledge(one, by);
    }
    case 'silence':
      return occurrence.silence(one, by);
    case 'reset':
      return occurrence.reset(one, by);
    case 'take':
      return occurrence.takeOn(one, by);
    case 'release':
      return occurrence.giveUp(one, by);
    case 'note':
      return note === null ? 'noteMissing' : occurrence.remark(one, 'note', by);
  }
}

export function beginAside(asked: Asked, by: Name, failsFirst: boolean): Step {
  const label = `${by}: ${keyOf(asked)} for ${asked.forMs / MINUTE} min${asked.longer ? ' (longer)' : ''}`;
  return new Step(label + (failsFirst ? ', at first on a full disk' : ''), (reference, world) => {
    reference.pass(SECOND);
    world.follow(reference);
    if (failsFirst && world.failing(() => world.beginAside(asked, by))) world.compare(reference);
    const outcome = world.beginAside(asked, by);
    const refusal = reference.asides.refusal(asked, reference.open());
    world.answers.add(`begin ${refusal ?? 'done'}`);
    same(typeof outcome === 'string' ? outcome : null, refusal);
    if (refusal !== null) return;
    const { wall } = reference;
    reference.asides.begin(asked, reference.open(), reference, { at: wall, by });
    reference.audited++;
  });
}

/** @param which by its place among those that stand, round and round */
export function endAside(which: number, by: Name, failsFirst: boolean): Step {
  const label = `${by}: number ${which + 1} is set aside no longer${failsFirst ? ', at first on a full disk' : ''}`;
  return new Step(label, (reference, world) => {
    reference.pass(SECOND);
    world.follow(reference);
    const all = reference.asides.all();
    const key = all[which % all.length]?.key ?? 'none';
    const standing = all.length > 0;
    if (failsFirst && world.failing(() => world.endAside(key, by))) world.compare(reference);
    const outcome = world.endAside(key, by);
    same(outcome === 'notFound', !standing);
    const before = reference.open();
    same(reference.endAside(key, by), standing ? 'done' : 'notFound');
    for (const one of before) world.compareStory(one);
  });
}

export function pass(ms: number): Step {
  return new Step(`${ms / SECOND} s pass`, (reference, world) => {
    reference.pass(ms);
    settle(reference, world);
  });
}

export function setClock(away: number): Step {
  const label =
    away === 0 ? 'right' : `${Math.abs(away) / MINUTE} min ${away < 0 ? 'behind' : 'ahead'}`;
  return new Step(`the desk's clock is set: ${label}`, (reference, world) => {
    reference.setClock(away);
    world.last = [];
    settle(reference, world);
  });
}

export const restart = new Step('restart', (reference, world) => {
  reference.restart();
  world.follow(reference);
  world.restart();
  world.last = [];
});

function settle(reference: ReferenceDesk, world: World): void {
  world.follow(reference);
  const before = reference.open();
  reference.tick();
  world.tick();
  for (const one of before) world.compareStory(one);
}

function spoken(reference: ReferenceDesk, spells: readonly Spell[]): Told[] {
  return spells.flatMap((spell) =>
    Array.from({ length: spell.times }, () => {
      reference.pass(SECOND);
      return now(reference, spell);
    }),
  );
}

function now({ wall, truth }: ReferenceDesk, saying: Saying): Told {
  const datedByDesk = Math.abs(wall - truth) > BELIEVED;
  return tell(saying, {
    event: datedByDesk ? wall : truth,
    arrival: wall,
    datedByDesk,
    late: false,
  });
}

function arrive(
  reference: ReferenceDesk,
  world: World,
  batch: readonly Told[],
  failsFirst: boolean,
): void {
  world.follow(reference);
  // What has nothing to write takes effect at once, and is not tried again.
  const written = !failsFirst || world.failing(() => world.deliver(batch));
  if (failsFirst && written) world.compare(reference);
  const before = reference.open();
  reference.readings(batch);
  if (written) world.deliver(batch);
  world.heard(batch);
  for (const one of before) world.compareStory(one);
}

function sayingOf({ device, level, bits, doubt, nearLimit, ...rest }: Saying & { times?: number }) {
  const words: string[] = [...(level === 'NORMAL' ? [] : [level]), ...bits];
  if (doubt !== 'none') words.push(doubt);
  if (nearLimit) words.push('near the limit');
  const says = words.length === 0 ? 'calm' : words.join(' + ');
  const times = rest.times === undefined || rest.times === 1 ? '' : ` ${rest.times} times`;
  return `${device}: ${says}${times}`;
}
