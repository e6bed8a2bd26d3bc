/**
 * Two desks with every room that alarms concern watch the same device, which catches fire and is acknowledged by nobody.
 * Each telling leaves the building once while all is well, and never less than once whatever dies in the middle.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { channelOf, IN_MEMORY } from '../notifications/OutboxRig.ts';
import { NIGHT_START } from './night/input.ts';
import { type Network, NightDesk } from './night/NightDesk.ts';
import { scored, T0 } from './Scenario.ts';

const CHANNELS = [channelOf({ rate: { everySeconds: 1, burst: 50 } })];
const ASKS_EVERY = 2;
/** All steps of the table are taken by then, and nothing is held any more. */
const A_NIGHT = 640;
/** Less than after which a desk counts as not heard. */
const STEP_BY_NIGHT = 8;

const NAMES = ['a', 'b'] as const;
type Name = (typeof NAMES)[number];

let networks: Record<Name, Network>;
let hears: Record<Name, boolean>;
let desks: Record<Name, NightDesk>;
let second: number;
let ended: NightDesk[];

/** With the smaller id, the first tells first. */
function begin(ids: Readonly<Record<Name, string>> = { a: 'a', b: 'b' }): void {
  second = 0;
  hears = { a: true, b: true };
  networks = {
    a: { down: false, answersLost: false },
    b: { down: false, answersLost: false },
  };
  const open = (name: Name) => new NightDesk(IN_MEMORY, name, networks[name], ids[name], CHANNELS);
  desks = { a: open('a'), b: open('b') };
  ended.push(desks.a, desks.b);
}

beforeEach(() => {
  ended = [];
  begin();
});
afterEach(() => {
  for (const desk of ended) desk.end();
});

async function pass(seconds: number, step = 1): Promise<void> {
  const { a, b } = desks;
  for (const until = second + seconds; second < until; second += step) {
    await Promise.all([a.pass(step), b.pass(step)]);
    if ((second + step) % ASKS_EVERY !== 0) continue;
    a.link(hears.a && b.running ? b : undefined);
    b.link(hears.b && a.running ? a : undefined);
    for (const desk of [a, b]) if (desk.running) await desk.peer.follow();
  }
}

const fire = (level: 'HIGH' | 'CRITICAL' = 'HIGH'): readonly ScoredReading[] => [
  scored({ device: 'device-7', level, at: NIGHT_START - T0 + second * 1_000 }),
];
const deliver = (readings: readonly ScoredReading[], ...to: readonly Name[]) => {
  for (const name of to) desks[name].deliver(readings);
};
const told = (name: Name) => desks[name].told.map(({ telling }) => telling ?? 'own');
const unique = (tellings: readonly string[]) => [...new Set(tellings)].sort();

/** What one desk alone tells of such a night: one telling of the fire, three when it got worse. */
async function alone(): Promise<readonly string[]> {
  const kept = { desks, networks, hears, second };
  begin();
  hears = { a: false, b: false };
  await pass(4);
  deliver(fire(), 'a');
  await pass(40);
  deliver(fire('CRITICAL'), 'a');
  await pass(A_NIGHT, STEP_BY_NIGHT);
  const tellings = unique(told('a'));
  ({ desks, networks, hears, second } = kept);
  return tellings;
}

/** A fire that gets worse after forty seconds. `during` happens one second after it began. */
async function night(during: () => void | Promise<void> = () => undefined): Promise<void> {
  await pass(4);
  deliver(fire(), 'a', 'b');
  await pass(1);
  await during();
  await pass(44 - second);
  deliver(fire('CRITICAL'), ...NAMES.filter((name) => desks[name].running));
  await pass(A_NIGHT, STEP_BY_NIGHT);
}

/** Everything that should be told was, by the one or the other. */
async function expectAllTold(): Promise<void> {
  const should = await alone();
  expect(should).toHaveLength(4);
  expect(unique([...told('a'), ...told('b')])).toEqual(should);
}

test('all is well: one tells everything, once, and the other says of each who told it', async () => {
  await night();
  await expectAllTold();
  expect(told('b')).toEqual([]);
  expect(told('a')).toHaveLength(unique(told('a')).length);
  const rows = desks.b.db
    .prepare('SELECT state, told_by AS toldBy, held FROM notification_delivery')
    .all();
  expect(rows).toHaveLength(told('a').length);
  for (const row of rows)
    expect(row).toEqual({ state: 'withdrawn', toldBy: 'other.example:7373', held: 0 });
  // What happens at the desk itself is nobody else's: each has taken every step.
  const steps = (name: Name) =>
    desks[name].db
      .prepare("SELECT note FROM alarm_event WHERE type = 'escalate' ORDER BY id")
      .all();
  expect(steps('b')).toEqual(steps('a'));
});

test('the link is cut in both directions: both tell', async () => {
  await night(() => {
    hears = { a: false, b: false };
  });
  await expectAllTold();
  expect(unique(told('b')).length).toBe(unique(told('a')).length);
});

test('only the second can not hear the first: it tells', async () => {
  await night(() => {
    hears.b = false;
  });
  await expectAllTold();
  expect(told('b').length).toBeGreaterThan(0);
});

test("the first's network is away: the second tells within its time, and the first not again", async () => {
  networks.a.down = true;
  await night();
  await expectAllTold();
  expect(told('a')).toEqual([]);
  for (const { afterMs } of desks.b.told) expect(afterMs).toBeLessThan(21_000);
  networks.a.down = false;
  await pass(600, STEP_BY_NIGHT);
  expect(told('a')).toEqual([]);
  expect(desks.a.waiting()).toBe(0);
});

test('what the first sends is never confirmed: the second tells', async () => {
  networks.a.answersLost = true;
  await night();
  expect(unique(told('b'))).toEqual(await alone());
});

test('the first is killed before it could tell: the second tells', async () => {
  await pass(4);
  desks.a.killedBy(fire());
  deliver(fire(), 'b');
  await pass(40);
  deliver(fire('CRITICAL'), 'b');
  await pass(A_NIGHT, STEP_BY_NIGHT);
  await expectAllTold();
  expect(told('a')).toEqual([]);
});

test('the first is killed and comes back: nothing is lost', async () => {
  await night(async () => {
    desks.a.killedBy([]);
    await pass(12);
    desks.a.restart();
  });
  await expectAllTold();
});

test('the second is killed while it waits, and the first can tell nobody: told after the start', async () => {
  networks.a.down = true;
  await night(async () => {
    desks.b.killedBy([]);
    await pass(3);
    desks.b.restart();
    await pass(2);
    expect(told('b').length).toBeGreaterThan(0);
  });
  await expectAllTold();
});

test.each([6, -6])('clocks that are %i hours apart make no difference', async (hours) => {
  desks.b.time.setClock(hours * 3_600_000);
  await night();
  await expectAllTold();
  expect(told('b')).toEqual([]);
});

test('a clock that is set while a telling waits does not make it wait longer', async () => {
  networks.a.down = true;
  await night(() => desks.b.time.setClock(-30 * 86_400_000));
  await expectAllTold();
  expect(told('a')).toEqual([]);
});

test('with the same id both tell everything, and both say that something is wrong', async () => {
  begin({ a: 'a', b: 'a' });
  await night();
  const should = await alone();
  for (const name of NAMES) {
    expect(unique(told(name))).toEqual(should);
    expect(desks[name].troubles.get('sameDeskId')).toMatch(/has the id of this desk/);
  }
});

test('what is acknowledged at the one is told by neither any more', async () => {
  await night(async () => {
    const [alarm] = desks.b.alarms.open();
    desks.b.act({ second, desk: 'b', name: 'acknowledge', alarmId: alarm?.id ?? '' });
    await pass(4);
  });
  // Before it was acknowledged, and after it got worse.
  const all = [...told('a'), ...told('b')];
  expect(all).toHaveLength(unique(all).length);
  expect(all.filter((one) => one.includes('#raise#'))).toHaveLength(1);
  expect(all.filter((one) => one.includes('#worsen#')).length).toBe(3);
});
