import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DECOY_HASH } from '#engine/access/secretHash.ts';
import { Desk, done, PASSWORD, PIN, T0 } from './Desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.dispose());

const refusal = (why: string) => ({ done: false, refusal: why });
const first = (name = '이관리', text = PASSWORD, kind: 'password' | 'pin' = 'password') =>
  desk.signOnDesk.makeAdministrator({ name, secret: { kind, text }, desk: '방재실' });

describe('the first start', () => {
  test('makes whoever sits at the desk its administrator, signed on at once', async () => {
    const answer = done(await first());
    expect(answer.operator).toMatchObject({
      name: '이관리',
      role: 'administrator',
      secretGiven: false,
    });
    expect(desk.sessions.resolve(answer.session)).toMatchObject({
      role: 'administrator',
      desk: '방재실',
    });
    expect(desk.recorded()).toEqual([
      { by: '이관리', action: 'operator.first', detail: { name: '이관리', secret: 'password' } },
      { by: '이관리', action: 'access.signOn', detail: {} },
    ]);
    expect(await desk.try(answer.operator.id, PASSWORD)).toMatchObject({ done: true });
  });

  test('comes once', async () => {
    await first();
    expect(await first('침입자')).toMatchObject(refusal('administratorExists'));
    expect(desk.operators.all()).toHaveLength(1);
  });

  test('comes once also for two who are equally quick', async () => {
    const answers = await Promise.all([first('하나'), first('둘')]);
    expect(answers.map((answer) => answer.done)).toEqual([true, false]);
    expect(desk.operators.all()).toHaveLength(1);
  });

  test.each([
    ['a short PIN', 'pin', '48159', 'pinTooShort'],
    ['letters in a PIN', 'pin', '4815ab', 'pinNotDigits'],
    ['the PIN that everybody tries', 'pin', '123456', 'secretTrivial'],
    ['a short password', 'password', 'abcdefgh1', 'passwordTooShort'],
    ['one’s own name', 'password', '이관리2024!!!', 'secretIsName'],
  ] as const)('refuses %s, and makes nobody', async (_name, kind, text, why) => {
    expect(await first('이관리', text, kind)).toMatchObject(refusal(why));
    expect(desk.operators.all()).toEqual([]);
  });

  test('applies again when nobody can sign in, and keeps the names', async () => {
    desk.operators.add({ name: '김철수', role: 'administrator' });
    const known = desk.operators.add({ name: '이관리', role: 'operator' });
    const { operator } = done(await first());
    expect(operator.id).toBe(typeof known === 'object' && known.id);
    expect(desk.operators.choices()).toMatchObject([
      { name: '김철수', role: 'administrator', signsInWith: null },
      { name: '이관리', role: 'administrator', signsInWith: 'password' },
    ]);
  });

  test('takes over nobody who can sign in', async () => {
    const { caller } = await desk.administrator();
    await desk.person(caller, '김철수');
    // What a damaged database can lose.
    desk.operators.remove(caller.operatorId);
    expect(await first('김철수')).toMatchObject(refusal('nameTaken'));
    expect(await first('새 관리자')).toMatchObject({ done: true });
  });
});

describe('signing on', () => {
  test('with the PIN that was given tells that somebody else knows it, until it is changed', async () => {
    const { caller } = await desk.administrator();
    const kim = await desk.person(caller, '김철수', 'supervisor');
    const answer = done(await desk.try(kim, PIN, '2번 자리'));
    expect(answer.operator).toEqual({
      id: kim,
      name: '김철수',
      role: 'supervisor',
      secretGiven: true,
    });
    const signedOn = desk.sessions.resolve(answer.session)!;
    expect(signedOn.desk).toBe('2번 자리');
    const changed = await desk.signOnDesk.changeSecret({
      caller: signedOn,
      current: PIN,
      secret: { kind: 'password', text: 'a long night 9' },
    });
    expect(done(changed).operator.secretGiven).toBe(false);
    expect(desk.signOnDesk.whoAmI(signedOn).secretGiven).toBe(false);
  });

  test('is refused alike for a wrong secret, an unknown name and one who is barred, with the same work', async () => {
    const { caller } = await desk.administrator();
    const kim = await desk.person(caller, '김철수');
    const lee = await desk.person(caller, '이영희');
    desk.operatorDesk.setDisabled(lee, true, caller);
    desk.hasher.verified.length = 0;
    for (const id of [kim, lee, 'nobody'])
      expect(await desk.try(id, 'wrong')).toMatchObject(refusal('wrongSecret'));
    expect(await desk.try(lee, PIN)).toMatchObject(refusal('wrongSecret'));
    const stored = desk.operators.secretOf(kim)?.hash;
    expect(desk.hasher.verified).toEqual([stored, DECOY_HASH, DECOY_HASH, DECOY_HASH]);
  });

  test('needs a secret: a name from before there were any has to be given one', async () => {
    const { caller } = await desk.administrator();
    const added = desk.operators.add({ name: '김철수', role: 'operator' });
    const id = typeof added === 'object' ? added.id : '';
    expect(await desk.try(id, 'anything')).toMatchObject(refusal('noSecret'));
    await desk.operatorDesk.giveSecret(id, { kind: 'pin', text: PIN }, caller);
    expect(await desk.try(id, PIN)).toMatchObject({ done: true });
  });

  test('counts for nothing when the administrator acted while it was being checked', async () => {
    const { caller } = await desk.administrator();
    const kim = await desk.person(caller, '김철수');
    const open = Promise.withResolvers<void>();
    desk.hasher.gate = open.promise;
    const attempt = desk.try(kim, PIN);
    desk.operatorDesk.setDisabled(kim, true, caller);
    open.resolve();
    expect(await attempt).toMatchObject(refusal('wrongSecret'));
    expect(desk.sessions.list('')).toHaveLength(1);
  });

  test('off is recorded once', async () => {
    const { session } = await desk.administrator();
    desk.signOnDesk.signOff(session);
    desk.signOnDesk.signOff(session);
    desk.signOnDesk.signOff('never was one');
    expect(desk.recorded(2)).toEqual([{ by: '이관리', action: 'access.signOff', detail: {} }]);
  });
});

describe('a hand-over', () => {
  async function two() {
    const { session, caller } = await desk.administrator();
    const kim = await desk.person(caller, '김철수');
    const lee = await desk.person(caller, '이영희');
    desk.signOnDesk.signOff(session);
    const leaving = done(await desk.try(kim, PIN, '2번 자리')).session;
    return { leaving, kim, lee };
  }
  const handOver = (session: string, operatorId: string, secret: string) =>
    desk.signOnDesk.handOver({
      session,
      leaving: desk.sessions.resolve(session)!,
      operatorId,
      secret,
    });

  test('ends one session and begins the next at the same desk, recorded as one', async () => {
    const { leaving, lee } = await two();
    const since = desk.recorded().length;
    const { session } = done(await handOver(leaving, lee, PIN));
    expect(desk.sessions.resolve(leaving)).toBeUndefined();
    expect(desk.sessions.resolve(session)).toMatchObject({ operator: '이영희', desk: '2번 자리' });
    expect(desk.recorded(since)).toEqual([
      { by: '이영희', action: 'access.handOver', detail: { from: '김철수' } },
    ]);
  });

  test('that is refused leaves the first on duty', async () => {
    const { leaving, lee } = await two();
    expect(await handOver(leaving, lee, '000001')).toMatchObject({
      refusal: 'wrongSecret',
      triesLeft: 4,
    });
    expect(desk.sessions.resolve(leaving)?.operator).toBe('김철수');
  });

  test('that the disk refuses is no half of one', async () => {
    const { leaving, lee } = await two();
    desk.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON operator_session BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    await expect(handOver(leaving, lee, PIN)).rejects.toThrow('disk full');
    expect(desk.sessions.resolve(leaving)?.operator).toBe('김철수');
    expect(desk.sessions.list('').map(({ operator }) => operator.name)).toEqual(['김철수']);
  });
});

describe('one’s own secret', () => {
  const NEW = { kind: 'pin', text: '715935' } as const;

  test('when it is changed, ends every session of the person and begins one here', async () => {
    const { session, caller } = await desk.administrator();
    const elsewhere = done(await desk.try(caller.operatorId, PASSWORD, '2번 자리')).session;
    const since = desk.recorded().length;
    const answer = await desk.signOnDesk.changeSecret({ caller, current: PASSWORD, secret: NEW });
    for (const old of [session, elsewhere]) expect(desk.sessions.resolve(old)).toBeUndefined();
    expect(desk.sessions.resolve(done(answer).session)).toMatchObject({ desk: '방재실' });
    expect(await desk.try(caller.operatorId, PASSWORD)).toMatchObject(refusal('wrongSecret'));
    expect(await desk.try(caller.operatorId, NEW.text)).toMatchObject({ done: true });
    expect(desk.recorded(since)[0]).toEqual({
      by: '이관리',
      action: 'access.secretChanged',
      detail: { secret: 'pin' },
    });
  });

  test.each([
    ['the same again', PASSWORD, { kind: 'password', text: PASSWORD }, 'secretUnchanged'],
    ['a trivial one', PASSWORD, { kind: 'pin', text: '000000' }, 'secretTrivial'],
    ['without the present one', 'wrong', NEW, 'wrongSecret'],
  ] as const)('is not changed to %s', async (_name, current, secret, why) => {
    const { session, caller } = await desk.administrator();
    expect(await desk.signOnDesk.changeSecret({ caller, current, secret })).toMatchObject(
      refusal(why),
    );
    expect(desk.sessions.resolve(session)).toBeDefined();
    expect(await desk.try(caller.operatorId, PASSWORD)).toMatchObject({ done: true });
  });
});

test('what changes is told to the open pages', async () => {
  await first();
  expect(new Set(desk.bumped)).toEqual(new Set(['sessions', 'operators']));
  expect(desk.now).toBe(T0);
});
