import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { Desk, PIN } from './Desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let desk: Desk;
let administrator: Caller;
let kim: string;
beforeEach(async () => {
  desk = new Desk();
  administrator = (await desk.administrator()).caller;
  kim = await desk.person(administrator, '김철수');
});
afterEach(() => desk.dispose());

async function wrong(times: number, operatorId = kim) {
  let answer = await desk.try(operatorId, '000001');
  for (let i = 1; i < times; i++) answer = await desk.try(operatorId, '000001');
  return answer;
}
const locked = (retryInMs: number) => ({
  done: false,
  refusal: 'locked',
  retryInMs,
  triesLeft: null,
});

describe('wrong tries', () => {
  test('are counted down, and the fifth locks the person out for half a minute', async () => {
    expect(await wrong(1)).toMatchObject({ refusal: 'wrongSecret', triesLeft: 4, retryInMs: null });
    expect(await wrong(3)).toMatchObject({ triesLeft: 1, retryInMs: null });
    expect(await wrong(1)).toMatchObject({
      refusal: 'wrongSecret',
      triesLeft: 0,
      retryInMs: 30_000,
    });
    // Also the right one: whoever guesses must not learn that this was it.
    expect(await desk.try(kim, PIN)).toEqual(locked(30_000));
    desk.wait(29_999);
    expect(await desk.try(kim, PIN)).toEqual(locked(1));
    desk.wait(1);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
  });

  test('lock for longer each time, and never longer than a quarter of an hour', async () => {
    await wrong(4);
    const locks: (number | null)[] = [];
    for (let i = 0; i < 7; i++) {
      const answer = await wrong(1);
      locks.push(answer.done ? null : answer.retryInMs);
      desk.wait(15 * MINUTE);
    }
    const seconds = [30, 60, 120, 240, 480, 900, 900];
    expect(locks).toEqual(seconds.map((one) => one * 1000));
  });

  test('are forgotten once the person signs on, and after a day', async () => {
    await wrong(4);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
    expect(await wrong(4)).toMatchObject({ triesLeft: 1 });
    desk.wait(24 * HOUR);
    expect(await wrong(1)).toMatchObject({ triesLeft: 4 });
  });

  test('of one person lock out nobody else', async () => {
    const lee = await desk.person(administrator, '이영희');
    await wrong(6);
    expect(await desk.try(lee, PIN)).toMatchObject({ done: true });
  });

  test('that come at the same moment are counted one after the other', async () => {
    const open = Promise.withResolvers<void>();
    desk.hasher.gate = open.promise;
    const tries = Promise.all(Array.from({ length: 16 }, () => desk.try(kim, '000001')));
    open.resolve();
    const refusals = (await tries).map((answer) => !answer.done && answer.refusal);
    expect(refusals.slice(0, 5)).toEqual(Array(5).fill('wrongSecret'));
    expect(refusals.slice(5)).toEqual(Array(11).fill('locked'));
    // Nothing is hashed for a locked door.
    expect(desk.hasher.verified).toHaveLength(5);
  });

  test('are refused without hashing when too many wait', async () => {
    const open = Promise.withResolvers<void>();
    desk.hasher.gate = open.promise;
    const tries = Array.from({ length: 17 }, () => desk.try(kim, PIN));
    expect(await tries[16]).toMatchObject({ refusal: 'busy' });
    open.resolve();
    await Promise.all(tries);
  });

  test('at many names lock everybody for a short while', async () => {
    for (let i = 0; i < 19; i++) await desk.try(`nobody-${i}`, '000001');
    expect(await desk.try('nobody-19', '000001')).toMatchObject({ retryInMs: 10_000 });
    expect(await desk.try(kim, PIN)).toMatchObject({ refusal: 'allLocked', retryInMs: 10_000 });
    desk.wait(10_000);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
    for (let i = 0; i < 5; i++) {
      await desk.try('nobody', '000001');
      desk.wait(MINUTE);
    }
    // Never for longer than a minute: it keeps the whole desk from acting.
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
    desk.wait(25 * MINUTE);
    expect(await desk.try('nobody', '000001')).toMatchObject({ retryInMs: null });
  });

  test('at one’s own password, when it is to be changed, are counted as well', async () => {
    const secret = { kind: 'password', text: 'another horse 8' } as const;
    const change = () =>
      desk.signOnDesk.changeSecret({ caller: administrator, current: 'wrong', secret });
    for (let i = 0; i < 4; i++) expect(await change()).toMatchObject({ refusal: 'wrongSecret' });
    expect(await change()).toMatchObject({ retryInMs: 30_000 });
    expect(await change()).toMatchObject({ refusal: 'locked' });
  });
});

describe('a lock', () => {
  test('survives a restart, and is no longer than it was', async () => {
    await wrong(6);
    desk.wait(20_000);
    desk.restart();
    expect(await desk.try(kim, PIN)).toEqual(locked(10_000));
    desk.wait(10_000);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
  });

  test('is neither lifted nor lengthened by setting the clock', async () => {
    await wrong(5);
    desk.now += 10 * HOUR;
    expect(await desk.try(kim, PIN)).toEqual(locked(30_000));
    desk.now -= 20 * HOUR;
    expect(await desk.try(kim, PIN)).toEqual(locked(30_000));
    desk.monotonic += 30_000;
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
  });

  test('begins afresh after a restart with a clock that was set back, and ends', async () => {
    await wrong(5);
    desk.wait(20_000);
    desk.now -= 24 * HOUR;
    desk.restart();
    expect(await desk.try(kim, PIN)).toEqual(locked(30_000));
    desk.wait(30_000);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
  });

  test('is lifted by an administrator, and by a new secret', async () => {
    await wrong(5);
    expect(desk.operatorDesk.accounts().find(({ id }) => id === kim)?.lockedForMs).toBe(30_000);
    desk.operatorDesk.unlock(kim, administrator);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
    await wrong(5);
    await desk.operatorDesk.giveSecret(kim, { kind: 'pin', text: '715935' }, administrator);
    expect(await desk.try(kim, '715935')).toMatchObject({ done: true });
  });

  test('counts even when the disk refuses to write it down', async () => {
    desk.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    for (let i = 0; i < 5; i++) await expect(desk.try(kim, '000001')).rejects.toThrow('disk full');
    desk.db.exec('DROP TRIGGER full');
    expect(await desk.try(kim, PIN)).toEqual(locked(30_000));
  });
});

describe('the record', () => {
  test('has every refusal with its reason, the lock, and never what was typed', async () => {
    const since = desk.recorded().length;
    await wrong(4);
    await desk.try('nobody', 'secret of nobody');
    await wrong(1);
    const refused = (why: string, name: string | null) => ({
      by: null,
      action: 'access.refused',
      detail: { name, desk: '방재실', why },
    });
    expect(desk.recorded(since)).toEqual([
      ...Array(4).fill(refused('wrongSecret', '김철수')),
      refused('barred', null),
      refused('wrongSecret', '김철수'),
      {
        by: null,
        action: 'access.locked',
        detail: { name: '김철수', who: 'person', forMs: 30_000 },
      },
    ]);
    const rows = JSON.stringify(desk.db.prepare('SELECT * FROM audit').all());
    for (const typed of ['000001', 'secret of nobody', PIN]) expect(rows).not.toContain(typed);
  });

  test('of somebody who hammers at a locked door grows by digits, not by tries', async () => {
    await wrong(5);
    const since = desk.recorded().length;
    await wrong(250);
    const counts = desk.recorded(since).map(({ detail }) => (detail as { count: number }).count);
    expect(counts).toEqual([1, 10, 100]);
  });
});
