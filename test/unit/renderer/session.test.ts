import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { type EngineClient, requester } from '../../../renderer/state/engineClient.ts';
import { DeskSession } from '../../../renderer/state/session.ts';

const KIM = { id: 'kim', name: '김민수', role: 'operator' } as const;

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

const signOn = { signOn: async () => ({ session: 'token', operator: KIM }) };

test('an act waits for the sign-on and goes on with it', async () => {
  const { session, windowStorage, placeStorage } = desk(signOn);
  const needed = session.require();
  expect(session.state.getState().asking).toBe('needed');
  await session.signOn('kim', '1번 자리');
  await expect(needed).resolves.toBe('token');
  expect(session.state.getState()).toMatchObject({ operator: KIM, asking: null, desk: '1번 자리' });
  // The person ends with the window, the place stays.
  expect([...windowStorage.map.values()]).toEqual(['token']);
  expect([...placeStorage.map.values()]).toEqual(['1번 자리']);
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
  await session.signOn('kim', 'desk');
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
  await session.signOn('kim', 'desk');
  await session.signOff();
  expect(session.state.getState()).toMatchObject({ session: null, operator: null });
});
