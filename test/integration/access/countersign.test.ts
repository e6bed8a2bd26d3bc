import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { Desk, PIN } from './Desk.ts';

let desk: Desk;
let first: Caller;
beforeEach(async () => {
  desk = new Desk();
  first = (await desk.administrator()).caller;
});
afterEach(() => desk.dispose());

const act = vi.fn((second: Caller) => ({ done: true, by: second.operator }) as const);
beforeEach(() => {
  act.mockClear();
});
const countersign = (operatorId: string, secret: string) =>
  desk.signOnDesk.countersign({ first, operatorId, secret, least: 'supervisor' }, act);

describe('a second person', () => {
  test('stands by the act with their own secret, and is signed on nowhere', async () => {
    const chief = await desk.person(first, '박책임', 'supervisor');
    expect(await countersign(chief, PIN)).toEqual({ done: true, by: '박책임' });
    expect(act).toHaveBeenCalledWith({
      operatorId: chief,
      operator: '박책임',
      role: 'supervisor',
      desk: '방재실',
    });
    expect(desk.sessions.list('')).toHaveLength(1);
  });

  test('is somebody else, whatever they type', async () => {
    expect(await countersign(first.operatorId, 'anything')).toMatchObject({
      done: false,
      refusal: 'samePerson',
    });
    expect(desk.hasher.verified).toEqual([]);
    expect(act).not.toHaveBeenCalled();
  });

  test('needs the role, which is told after the right secret only', async () => {
    const kim = await desk.person(first, '김철수');
    expect(await countersign(kim, 'wrong')).toMatchObject({ refusal: 'wrongSecret' });
    expect(await countersign(kim, PIN)).toMatchObject({ refusal: 'roleTooLow' });
    expect(act).not.toHaveBeenCalled();
    expect(desk.recorded().at(-1)).toEqual({
      by: null,
      action: 'access.refused',
      detail: { name: '김철수', desk: '방재실', why: 'roleTooLow' },
    });
  });

  test('is locked out by wrong secrets like at a sign-on, and a right one forgets them', async () => {
    const chief = await desk.person(first, '박책임', 'supervisor');
    for (const left of [4, 3, 2, 1])
      expect(await countersign(chief, 'wrong')).toMatchObject({ triesLeft: left });
    expect(await countersign(chief, PIN)).toMatchObject({ done: true });
    for (let i = 0; i < 5; i++) await countersign(chief, 'wrong');
    expect(await countersign(chief, PIN)).toMatchObject({ refusal: 'locked', retryInMs: 30_000 });
    // The same lock keeps them from signing on.
    expect(await desk.try(chief, PIN)).toMatchObject({ refusal: 'locked' });
    desk.wait(30_000);
    expect(await countersign(chief, PIN)).toMatchObject({ done: true });
  });

  test('undoes nothing when the act fails: the tries stay counted', async () => {
    const chief = await desk.person(first, '박책임', 'supervisor');
    await countersign(chief, 'wrong');
    act.mockImplementationOnce(() => {
      throw new Error('the disk refuses');
    });
    await expect(countersign(chief, PIN)).rejects.toThrow('the disk refuses');
    desk.restart();
    expect(await countersign(chief, 'wrong')).toMatchObject({ triesLeft: 3 });
  });

  test('counts for nothing when the first was barred while it was checked', async () => {
    const chief = await desk.person(first, '박책임', 'administrator');
    const open = Promise.withResolvers<void>();
    desk.hasher.gate = open.promise;
    const attempt = countersign(chief, PIN);
    desk.operatorDesk.setDisabled(first.operatorId, true, { ...first, operatorId: chief });
    open.resolve();
    expect(await attempt).toMatchObject({ refusal: 'roleTooLow' });
    expect(act).not.toHaveBeenCalled();
  });
});
