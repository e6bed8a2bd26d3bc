import { ORPCError } from '@orpc/client';
import { describe, expect, test, vi } from 'vitest';
import type { ActResult } from '#shared/contract/views.ts';
import { type Act, AlarmActs } from '../../../renderer/state/AlarmActs.ts';
import { type EngineClient, requester } from '../../../renderer/state/engineClient.ts';
import { alarm } from './made.ts';

type Answer = (input: {
  session: string;
  alarmIds: string[];
  note?: string;
  seen?: Record<string, number>;
}) => Promise<ActResult[]>;

/** Acts against an engine that answers as the test says. */
function desk(answer: Answer, sessions: (string | null)[] = ['session-of-kim']) {
  const calls: [Act, Parameters<Answer>[0]][] = [];
  const act = (name: Act) => (input: Parameters<Answer>[0]) => {
    calls.push([name, input]);
    return answer(input);
  };
  const client = {
    alarms: { acknowledge: act('acknowledge'), silence: act('silence'), reset: act('reset') },
  } as unknown as EngineClient;
  const expire = vi.fn();
  const applied = vi.fn();
  const acts = new AlarmActs({
    request: requester(() => client),
    session: { require: async () => sessions.shift() ?? null, expire },
    applied,
  });
  return { acts, calls, expire, applied };
}

const done = (id: string): ActResult => ({
  alarmId: id,
  done: true,
  alarm: alarm(id, { state: 'acknowledged' }),
});

describe('an act', () => {
  test('is pending until the engine answers, and then shows what the engine says', async () => {
    let answer: (results: ActResult[]) => void = () => {};
    const { acts, applied, calls } = desk(() => new Promise((resolve) => (answer = resolve)));
    const one = alarm('a');
    const performed = acts.perform('acknowledge', [one]);
    expect(acts.state.getState().pending.get('a')).toBe('acknowledge');
    expect(applied).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    answer([done('a')]);
    await expect(performed).resolves.toBe(true);
    expect(acts.state.getState().pending.size).toBe(0);
    expect(applied).toHaveBeenCalledExactlyOnceWith(one, alarm('a', { state: 'acknowledged' }));
  });

  test('clicked twice is sent once', async () => {
    const { acts, calls } = desk(async () => [done('a')]);
    const first = acts.perform('acknowledge', [alarm('a')]);
    await expect(acts.perform('acknowledge', [alarm('a')])).resolves.toBe(false);
    await first;
    expect(calls).toHaveLength(1);
  });

  test('carries the session, a note that says something, and which annunciation was seen', async () => {
    const { acts, calls } = desk(async () => [done('a')], ['s', 's']);
    const one = alarm('a', { raisedAt: 1234 });
    await acts.perform('acknowledge', [one], '  seen on site ');
    await acts.perform('reset', [one], '   ');
    expect(calls).toEqual([
      ['acknowledge', { session: 's', alarmIds: ['a'], note: 'seen on site', seen: { a: 1234 } }],
      ['reset', { session: 's', alarmIds: ['a'] }],
    ]);
  });

  test('refused for one of several is kept with that one, and the others are done', async () => {
    const { acts, applied } = desk(async () => [
      done('a'),
      { alarmId: 'b', done: false, refusal: 'conditionActive' },
    ]);
    const result = await acts.perform('reset', [alarm('a'), alarm('b', { state: 'acknowledged' })]);
    expect(result).toBe(false);
    expect(applied).toHaveBeenCalledOnce();
    expect([...acts.state.getState().refused]).toEqual([
      ['b', { act: 'reset', why: 'conditionActive', state: 'acknowledged' }],
    ]);
  });

  test('tried again forgets the refusal before', async () => {
    const answers: ActResult[][] = [
      [{ alarmId: 'a', done: false, refusal: 'conditionActive' }],
      [done('a')],
    ];
    const { acts } = desk(async () => answers.shift() ?? [], ['s', 's']);
    await acts.perform('reset', [alarm('a')]);
    await acts.perform('reset', [alarm('a')]);
    expect(acts.state.getState().refused.size).toBe(0);
  });

  test('that fails on the way says why and leaves nothing pending', async () => {
    const { acts } = desk(async () => {
      throw new Error('the socket closed');
    });
    await expect(acts.perform('silence', [alarm('a')])).resolves.toBe(false);
    expect(acts.state.getState().refused.get('a')?.why).toBe('disconnected');
    expect(acts.state.getState().pending.size).toBe(0);
  });
});

describe('who acts', () => {
  test('an operator who declines to sign on does nothing, and is told nothing', async () => {
    const { acts, calls } = desk(async () => [done('a')], [null]);
    await expect(acts.perform('acknowledge', [alarm('a')])).resolves.toBe(false);
    expect(calls).toEqual([]);
    expect(acts.state.getState()).toEqual({ pending: new Map(), refused: new Map() });
  });

  test('a session that has ended is asked for again, and the act done with the new one', async () => {
    const { acts, calls, expire } = desk(
      async ({ session }) => {
        if (session === 'old') throw new ORPCError('UNAUTHORIZED');
        return [done('a')];
      },
      ['old', 'new'],
    );
    await expect(acts.perform('acknowledge', [alarm('a')])).resolves.toBe(true);
    expect(expire).toHaveBeenCalledOnce();
    expect(calls.map(([, { session }]) => session)).toEqual(['old', 'new']);
  });

  test('more alarms than one call takes go in several, and none is left out', async () => {
    const { acts, calls } = desk(
      async ({ alarmIds }) => alarmIds.map((id) => done(id)),
      ['s', 's', 's'],
    );
    const all = Array.from({ length: 101 }, (_, index) => alarm(`a${index}`));
    await expect(acts.perform('silence', all)).resolves.toBe(true);
    expect(calls.map(([, { alarmIds }]) => alarmIds.length)).toEqual([50, 50, 1]);
    expect(new Set(calls.flatMap(([, { alarmIds }]) => alarmIds)).size).toBe(101);
  });

  test('what was not sent when a call failed is refused, and what was done stays done', async () => {
    const { acts, applied } = desk(
      async ({ alarmIds }) => {
        if (alarmIds.length < 50) throw new Error('the socket closed');
        return alarmIds.map((id) => done(id));
      },
      ['s', 's'],
    );
    const all = Array.from({ length: 52 }, (_, index) => alarm(`a${index}`));
    await expect(acts.perform('acknowledge', all)).resolves.toBe(false);
    expect(applied).toHaveBeenCalledTimes(50);
    expect([...acts.state.getState().refused.keys()]).toEqual(['a50', 'a51']);
    expect(acts.state.getState().pending.size).toBe(0);
  });
});

describe('a critical fire', () => {
  const critical = (id: string) => alarm(id, { priority: 'CRITICAL' });

  test('is never among several that are acknowledged, and says so', async () => {
    const { acts, calls } = desk(async ({ alarmIds }) => alarmIds.map((id) => done(id)));
    await expect(
      acts.perform('acknowledge', [critical('c'), alarm('a'), alarm('b')]),
    ).resolves.toBe(false);
    expect(calls.map(([, { alarmIds }]) => alarmIds)).toEqual([['a', 'b']]);
    expect(acts.state.getState().refused.get('c')?.why).toBe('criticalOneByOne');
  });

  test('left over as the only one of several is not sent as if it had been meant alone', async () => {
    const { acts, calls } = desk(() => new Promise(() => {}));
    const other = alarm('a');
    acts.perform('acknowledge', [other]);
    await expect(acts.perform('acknowledge', [critical('c'), other])).resolves.toBe(false);
    expect(calls.flatMap(([, { alarmIds }]) => alarmIds)).toEqual(['a']);
  });

  test('is acknowledged alone and silenced with the others', async () => {
    const { acts, calls } = desk(
      async ({ alarmIds }) => alarmIds.map((id) => done(id)),
      ['s', 's'],
    );
    await expect(acts.perform('acknowledge', [critical('c')])).resolves.toBe(true);
    await expect(acts.perform('silence', [critical('c'), alarm('a')])).resolves.toBe(true);
    expect(calls.map(([act, { alarmIds }]) => [act, alarmIds])).toEqual([
      ['acknowledge', ['c']],
      ['silence', ['c', 'a']],
    ]);
  });
});
