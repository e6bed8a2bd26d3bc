import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { Desk, done, PIN, T0 } from './Desk.ts';

let desk: Desk;
let session: string;
let administrator: Caller;
beforeEach(async () => {
  desk = new Desk();
  ({ session, caller: administrator } = await desk.administrator());
});
afterEach(() => desk.dispose());

const refusal = (why: string) => ({ done: false, refusal: why });
const signedOn = async (id: string, at = '2번 자리') => done(await desk.try(id, PIN, at)).session;

describe('an administrator', () => {
  test('adds somebody with or without a secret, and sees of each how they sign in', async () => {
    const kim = await desk.person(administrator, '김철수', 'supervisor');
    await desk.operatorDesk.add({ name: '박영수', role: 'operator', secret: null }, administrator);
    await signedOn(kim);
    const nobody = { disabled: false, lockedForMs: null, lastSignOnAt: null };
    expect(desk.operatorDesk.accounts()).toEqual([
      {
        ...nobody,
        id: kim,
        name: '김철수',
        role: 'supervisor',
        signsInWith: 'pin',
        secretSetAt: T0,
        secretGivenBy: '이관리',
        lastSignOnAt: T0,
      },
      {
        ...nobody,
        id: expect.any(String),
        name: '박영수',
        role: 'operator',
        signsInWith: null,
        secretSetAt: null,
        secretGivenBy: null,
      },
      {
        ...nobody,
        id: administrator.operatorId,
        name: '이관리',
        role: 'administrator',
        signsInWith: 'password',
        secretSetAt: T0,
        secretGivenBy: null,
        lastSignOnAt: T0,
      },
    ]);
    expect(JSON.stringify(desk.operatorDesk.accounts())).not.toContain('hash');
  });

  test.each([
    ['a name that is taken', { name: '이 관리', secret: null }, 'nameTaken'],
    ['no name', { name: ' ', secret: null }, 'nameInvalid'],
    ['a trivial PIN', { name: '김철수', secret: { kind: 'pin', text: '121212' } }, 'secretTrivial'],
  ] as const)('adds nobody with %s', async (_name, asked, why) => {
    const change = await desk.operatorDesk.add({ role: 'operator', ...asked }, administrator);
    expect(change).toEqual(refusal(why));
    expect(desk.operators.all()).toHaveLength(1);
  });

  test('changes a role, which the person’s open session has at once', async () => {
    const kim = await desk.person(administrator, '김철수');
    const open = await signedOn(kim);
    expect(desk.operatorDesk.setRole(kim, 'supervisor', administrator)).toMatchObject({
      done: true,
      operator: { role: 'supervisor' },
    });
    expect(desk.sessions.resolve(open)?.role).toBe('supervisor');
  });

  test.each([
    [
      'gives a new secret',
      (id: string) =>
        desk.operatorDesk.giveSecret(id, { kind: 'pin', text: '715935' }, administrator),
    ],
    ['bars', (id: string) => desk.operatorDesk.setDisabled(id, true, administrator)],
    ['removes', (id: string) => desk.operatorDesk.remove(id, administrator)],
  ])('who %s signs the person off everywhere', async (_name, act) => {
    const kim = await desk.person(administrator, '김철수');
    const open = [await signedOn(kim, '1번 자리'), await signedOn(kim, '2번 자리')];
    await act(kim);
    for (const one of open) expect(desk.sessions.resolve(one)).toBeUndefined();
    expect(desk.sessions.resolve(session)).toBeDefined();
    expect(await desk.try(kim, PIN)).toMatchObject(refusal('wrongSecret'));
  });

  test('lets somebody in again, with the secret they had', async () => {
    const kim = await desk.person(administrator, '김철수');
    desk.operatorDesk.setDisabled(kim, true, administrator);
    expect(desk.operators.choices().map(({ name }) => name)).toEqual(['이관리']);
    desk.operatorDesk.setDisabled(kim, false, administrator);
    expect(await desk.try(kim, PIN)).toMatchObject({ done: true });
  });

  test('removes a person with everything that lets them in, and the name is free again', async () => {
    const kim = await desk.person(administrator, '김철수');
    await desk.try(kim, '000001');
    desk.operatorDesk.remove(kim, administrator);
    for (const table of ['operator_secret', 'operator_session', 'sign_on_failure'])
      expect(JSON.stringify(desk.db.prepare(`SELECT * FROM ${table}`).all())).not.toContain(kim);
    expect(await desk.person(administrator, '김철수')).not.toBe(kim);
  });

  test('signs off one session, at once', async () => {
    const kim = await desk.person(administrator, '김철수');
    const open = [await signedOn(kim, '1번 자리'), await signedOn(kim, '2번 자리')];
    const second = desk.operatorDesk.sessions(session).find((one) => one.desk === '2번 자리');
    expect(desk.operatorDesk.endSession(second?.id ?? '', administrator)).toBe(true);
    expect(open.map((one) => desk.sessions.resolve(one)?.desk)).toEqual(['1번 자리', undefined]);
    expect(desk.operatorDesk.endSession(second?.id ?? '', administrator)).toBe(false);
    expect(desk.bumped.at(-1)).toBe('sessions');
  });

  test('acts on nobody who isn’t there', async () => {
    const { operatorDesk } = desk;
    const secret = { kind: 'pin', text: PIN } as const;
    for (const change of [
      operatorDesk.setRole('nobody', 'operator', administrator),
      operatorDesk.setDisabled('nobody', true, administrator),
      operatorDesk.remove('nobody', administrator),
      operatorDesk.unlock('nobody', administrator),
      await operatorDesk.giveSecret('nobody', secret, administrator),
    ])
      expect(change).toEqual(refusal('unknownOperator'));
  });

  test('is recorded in everything, and what is so already is not', async () => {
    const since = desk.recorded().length;
    const kim = await desk.person(administrator, '김철수');
    desk.operatorDesk.setRole(kim, 'operator', administrator);
    desk.operatorDesk.setRole(kim, 'supervisor', administrator);
    desk.operatorDesk.setDisabled(kim, false, administrator);
    desk.operatorDesk.setDisabled(kim, true, administrator);
    desk.operatorDesk.setDisabled(kim, false, administrator);
    await desk.operatorDesk.giveSecret(kim, { kind: 'pin', text: '715935' }, administrator);
    desk.operatorDesk.unlock(kim, administrator);
    desk.operatorDesk.remove(kim, administrator);
    const name = '김철수';
    const recorded = desk.recorded(since);
    expect(recorded.map(({ action, detail }) => [action, detail])).toEqual([
      ['operator.add', { name, role: 'operator', secret: 'pin' }],
      ['operator.role', { name, from: 'operator', to: 'supervisor' }],
      ['operator.disable', { name, sessionsEnded: 0 }],
      ['operator.enable', { name }],
      ['operator.secret', { name, secret: 'pin', sessionsEnded: 0 }],
      ['operator.unlock', { name }],
      ['operator.remove', { name, role: 'supervisor', sessionsEnded: 0 }],
    ]);
    expect(new Set(recorded.map(({ by }) => by))).toEqual(new Set(['이관리']));
  });
});

describe('the last administrator who can sign in', () => {
  const everyWay = () => [
    desk.operatorDesk.setRole(administrator.operatorId, 'supervisor', administrator),
    desk.operatorDesk.setDisabled(administrator.operatorId, true, administrator),
    desk.operatorDesk.remove(administrator.operatorId, administrator),
  ];

  test('stays, whatever is tried', () => {
    for (const change of everyWay()) expect(change).toEqual(refusal('lastAdministrator'));
    expect(desk.sessions.resolve(session)?.role).toBe('administrator');
  });

  test.each([
    [
      'has no secret',
      async () => {
        await desk.operatorDesk.add(
          { name: '둘째', role: 'administrator', secret: null },
          administrator,
        );
      },
    ],
    [
      'is barred',
      async () => {
        const id = await desk.person(administrator, '둘째', 'administrator');
        desk.operatorDesk.setDisabled(id, true, administrator);
      },
    ],
  ])('stays also beside another who %s', async (_name, prepare) => {
    await prepare();
    for (const change of everyWay()) expect(change).toEqual(refusal('lastAdministrator'));
  });

  test('may go once there is another', async () => {
    await desk.person(administrator, '둘째', 'administrator');
    expect(desk.operatorDesk.remove(administrator.operatorId, administrator)).toMatchObject({
      done: true,
    });
    expect(desk.operators.hasAdministrator()).toBe(true);
  });
});
