import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { type EngineClient, requester } from '../../../renderer/state/engineClient.ts';
import { DeskSession } from '../../../renderer/state/session.ts';

const KIM = { id: 'kim', name: '김민수', role: 'operator', secretGiven: false } as const;
const LEE = { id: 'lee', name: '이영희', role: 'supervisor', secretGiven: false } as const;

function memory(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

function desk(operators: Record<string, unknown>, stored: Record<string, string> = {}) {
  const windowStorage = memory(stored);
  const placeStorage = memory();
  const client = { operators } as unknown as EngineClient;
  const session = new DeskSession({
    request: requester(() => client),
    windowStorage,
    placeStorage,
  });
  return { session, windowStorage, placeStorage };
}

const answer = (session: string, operator: object = KIM) => ({ done: true, session, operator });
const signOn = { signOn: async () => answer('token') };

test('an act waits for the sign-on and goes on with it', async () => {
  const { session, windowStorage, placeStorage } = desk(signOn);
  const needed = session.require();
  expect(session.state.getState().asking).toBe('needed');
  await session.signOn('kim', '481593', '1번 자리');
  await expect(needed).resolves.toBe('token');
  expect(session.state.getState()).toMatchObject({ operator: KIM, asking: null, desk: '1번 자리' });
  // The person ends with the window, the place stays.
  expect([...windowStorage.map.values()]).toEqual(['token']);
  expect([...placeStorage.map.values()]).toEqual(['1번 자리', 'kim']);
});

test('everything that waits is declined together', async () => {
  const { session } = desk(signOn);
  const both = Promise.all([session.require(), session.require()]);
  session.cancel();
  await expect(both).resolves.toEqual([null, null]);
  expect(session.state.getState().asking).toBeNull();
});

test('who is on duty is asked once and then known', async () => {
  const { session } = desk(signOn);
  await session.signOn('kim', '481593', 'desk');
  await expect(session.require()).resolves.toBe('token');
  expect(session.state.getState().asking).toBeNull();
});

test('after a reload the stored session is recognised', async () => {
  const { session } = desk({ whoAmI: async () => KIM }, { 'emberwatch.session': 'token' });
  await session.recognise();
  expect(session.state.getState()).toMatchObject({ session: 'token', operator: KIM });
});

test('a stored session that has ended is forgotten; one that could not be asked about is not', async () => {
  const ended = desk(
    { whoAmI: () => Promise.reject(new ORPCError('UNAUTHORIZED')) },
    { 'emberwatch.session': 'token' },
  );
  await ended.session.recognise();
  expect(ended.session.state.getState().session).toBeNull();
  expect(ended.windowStorage.map.size).toBe(0);

  const unreachable = desk(
    { whoAmI: () => Promise.reject(new Error('closed')) },
    { 'emberwatch.session': 'token' },
  );
  await unreachable.session.recognise();
  expect(unreachable.session.state.getState().session).toBe('token');
});

test('an expired session asks again and says so', () => {
  const { session } = desk(signOn, { 'emberwatch.session': 'token' });
  session.expire();
  expect(session.state.getState()).toMatchObject({ session: null, asking: 'expired' });
});

test('signing off takes effect here even when the engine cannot be reached', async () => {
  const { session } = desk({ ...signOn, signOff: () => Promise.reject(new Error('closed')) }, {});
  await session.signOn('kim', '481593', 'desk');
  await session.signOff();
  expect(session.state.getState()).toMatchObject({ session: null, operator: null });
});

test('a refused sign-on says why, and whoever waits goes on waiting', async () => {
  const refusal = { done: false, refusal: 'wrongSecret', retryInMs: null, triesLeft: 4 };
  const { session } = desk({ signOn: async () => refusal });
  let settled = false;
  session.require().then(() => {
    settled = true;
  });
  await expect(session.signOn('kim', 'wrong', 'desk')).resolves.toEqual(refusal);
  expect(session.state.getState()).toMatchObject({ session: null, asking: 'needed' });
  expect(settled).toBe(false);
});

test('a shift that was ended elsewhere is noticed without a dialog over the alarms', async () => {
  const { session } = desk(
    { whoAmI: () => Promise.reject(new ORPCError('UNAUTHORIZED')) },
    { 'emberwatch.session': 'token' },
  );
  await session.recognise();
  expect(session.state.getState()).toMatchObject({ session: null, ended: true, asking: null });
});

test('a role that changed is learnt', async () => {
  let role = 'operator';
  const { session } = desk(
    { whoAmI: async () => ({ ...KIM, role }) },
    { 'emberwatch.session': 'token' },
  );
  await session.recognise();
  role = 'supervisor';
  await session.recognise();
  expect(session.state.getState().operator?.role).toBe('supervisor');
});

test('during a hand-over the end of the first session is no news', async () => {
  const opened = Promise.withResolvers<void>();
  const { session } = desk({
    ...signOn,
    whoAmI: () => Promise.reject(new ORPCError('UNAUTHORIZED')),
    handOver: async () => {
      await opened.promise;
      return answer('second', LEE);
    },
  });
  await session.signOn('kim', '481593', '2번 자리');
  session.ask('handOver');
  const handedOver = session.handOver('lee', '715935');
  // The engine tells every page that sessions changed, and this one as well.
  await session.recognise();
  expect(session.state.getState()).toMatchObject({ session: 'token', operator: KIM });
  opened.resolve();
  await expect(handedOver).resolves.toBeNull();
  expect(session.state.getState()).toMatchObject({
    session: 'second',
    operator: LEE,
    desk: '2번 자리',
    asking: null,
    ended: false,
  });
});

test('a hand-over from a shift that had ended already is a sign-on', async () => {
  const { session } = desk(
    {
      signOn: async () => answer('token', LEE),
      handOver: () => Promise.reject(new ORPCError('UNAUTHORIZED')),
    },
    { 'emberwatch.session': 'ended' },
  );
  await expect(session.handOver('lee', '715935')).resolves.toBeNull();
  expect(session.state.getState()).toMatchObject({ session: 'token', operator: LEE });
});

test('after one’s own password was changed the new session stands', async () => {
  const { session, windowStorage } = desk({ ...signOn, changeSecret: async () => answer('fresh') });
  await session.signOn('kim', '481593', 'desk');
  session.ask('changeSecret');
  const secret = { kind: 'pin', text: '715935' } as const;
  await expect(session.changeSecret('481593', secret)).resolves.toBeNull();
  expect(session.state.getState()).toMatchObject({ session: 'fresh', asking: null });
  expect(windowStorage.map.get('emberwatch.session')).toBe('fresh');
});
