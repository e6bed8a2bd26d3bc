/** What every transport owes the contract. Each transport's test file runs this whole suite over itself. */
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveEvent } from '../../../shared/contract/views.ts';
import { personOf, signedOn } from '../../support/operators.ts';
import { type Client, ObservedEngine } from './ObservedEngine.ts';

interface Connection {
  readonly client: Client;
  /** Goes away without a word, as a closed laptop does. */
  drop(): void;
}

interface Host {
  connect(): Promise<Connection>;
  close(): Promise<void>;
}

export type OpenHost = (engine: ObservedEngine['engine']) => Promise<Host>;

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000 });

/** What a refused call was refused with. */
const refusalOf = async (call: Promise<unknown>): Promise<ORPCError<string, unknown>> => {
  const error = await call.then(
    () => new Error('it was not refused'),
    (refusal: unknown) => refusal,
  );
  if (error instanceof ORPCError) return error;
  throw error;
};

export function transportBehaviour(name: string, openHost: OpenHost): void {
  let observed: ObservedEngine;
  let host: Host;

  beforeEach(async () => {
    observed = await ObservedEngine.start();
    host = await openHost(observed.engine);
  });
  afterEach(async () => {
    await host.close();
    await observed.dispose();
  });

  /** The next event that the page would act upon. */
  async function next(
    events: AsyncIterator<LiveEvent>,
    wanted: (event: LiveEvent) => boolean,
  ): Promise<LiveEvent> {
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream ended');
      if (wanted(value)) return value;
    }
  }

  describe(`over ${name}`, () => {
    test('the live stream begins with a snapshot and goes on with what changed', async () => {
      await observed.publisher.send('device-1');
      await until(() => observed.engine.desk.devices().length === 1);
      const { client } = await host.connect();
      const events = await client.desk.live();
      const { value: first } = await events.next();
      expect(first).toMatchObject({ type: 'snapshot', devices: [{ id: 'device-1' }], alarms: [] });
      const alarmId = await observed.alarm('device-2');
      const update = await next(events, ({ alarms }) => alarms.length > 0);
      expect(update).toMatchObject({ type: 'update', alarms: [{ id: alarmId, endedAt: null }] });
      await events.return?.();
    });

    test('the stream says that all is well even when nothing changes', async () => {
      const { client } = await host.connect();
      const events = await client.desk.live();
      await events.next();
      const heartbeat = await next(events, () => true);
      expect(heartbeat).toMatchObject({ type: 'update', devices: [], alarms: [] });
      expect(heartbeat.status.engineTime).toBeGreaterThan(0);
      await events.return?.();
    });

    test('a page that stops listening costs the engine nothing more', async () => {
      const { client } = await host.connect();
      const streams = await Promise.all([
        client.desk.live(),
        client.desk.live(),
        client.desk.live(),
      ]);
      for (const events of streams) await events.next();
      expect(observed.streams).toBe(3);
      for (const events of streams) await events.return?.();
      await until(() => observed.streams === 0);
    });

    test('aborting a stream ends it at both sides', async () => {
      const { client } = await host.connect();
      const abort = new AbortController();
      const events = await client.desk.live(undefined, { signal: abort.signal });
      await events.next();
      abort.abort();
      await until(() => observed.streams === 0);
      await expect(
        (async () => {
          for await (const _event of events);
        })(),
      ).rejects.toThrow();
    });

    test('a page that vanishes leaves no stream behind, and others go on', async () => {
      const gone = await host.connect();
      const staying = await host.connect();
      const lost = await gone.client.desk.live();
      const kept = await staying.client.desk.live();
      await lost.next();
      await kept.next();
      expect(observed.streams).toBe(2);
      gone.drop();
      await until(() => observed.streams === 1);
      await observed.alarm('device-1');
      await next(kept, ({ alarms }) => alarms.length > 0);
      await kept.return?.();
    });

    test('what people write crosses unchanged', async () => {
      const { client } = await host.connect();
      const name = '김관제 🚒 "quoted" \\ <b>';
      await personOf(client, name, 'supervisor');
      const names = (await client.operators.list()).map((operator) => operator.name);
      expect(names).toContain(name);
    });

    test('a refusal keeps its code', async () => {
      const { client } = await host.connect();
      const alarmId = await observed.alarm('device-1');
      const session = 'x'.repeat(32);
      const refused = await refusalOf(client.alarms.acknowledge({ session, alarmIds: [alarmId] }));
      expect(refused).toMatchObject({ code: 'UNAUTHORIZED', status: 401, defined: true });
      expect((await refusalOf(client.devices.get({ deviceId: 'nobody' }))).code).toBe('NOT_FOUND');
      const place = { deviceId: 'device-1', name: '분전반', floorId: 'nowhere', xM: 1, yM: 1 };
      const administrator = await signedOn(client, 'Kim');
      const misplaced = client.devices.place({ session: administrator, ...place });
      expect((await refusalOf(misplaced)).code).toBe('CONFLICT');
      const operator = await signedOn(client, 'Lee', { role: 'operator' });
      const forbidden = client.devices.place({ session: operator, ...place });
      expect(await refusalOf(forbidden)).toMatchObject({ code: 'FORBIDDEN', status: 403 });
      expect(observed.engine.desk.alarms()[0]?.acknowledgedAt).toBeNull();
    });

    test('input that breaks the contract is refused before the engine sees it', async () => {
      const { client } = await host.connect();
      const refused = await refusalOf(client.alarms.get({ alarmId: '' }));
      expect(refused).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
      // What a page of another version could send.
      const wrong = { alarmId: 7 } as unknown as { alarmId: string };
      expect((await refusalOf(client.alarms.get(wrong))).code).toBe('BAD_REQUEST');
      expect(observed.held).toBe(0);
    });

    test('an unexpected error says nothing of its cause', async () => {
      const { client } = await host.connect();
      const refused = await refusalOf(client.system.thresholds());
      expect(refused.code).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(refused)).not.toContain('secret');
    });

    test('an unknown procedure is an error and not a wait', async () => {
      const { client } = await host.connect();
      const newer = client as unknown as { alarms: { shelve(input: object): Promise<unknown> } };
      await expect(newer.alarms.shelve({})).rejects.toThrow();
    });

    test('of two operators who acknowledge at once one is first, and both see who', async () => {
      const [left, right] = [await host.connect(), await host.connect()];
      const alarmId = await observed.alarm('device-1');
      const sessions = [await signedOn(left.client, '이영'), await signedOn(right.client, '박철')];
      const streams = await Promise.all([left.client.desk.live(), right.client.desk.live()]);
      const acts = await Promise.all(
        [left, right].map(({ client }, seat) =>
          client.alarms.acknowledge({ session: sessions[seat] ?? '', alarmIds: [alarmId] }),
        ),
      );
      const results = acts.flat();
      expect(results.filter(({ done }) => done)).toHaveLength(1);
      expect(results.find(({ done }) => !done)).toEqual({
        alarmId,
        done: false,
        refusal: 'notAllowedInState',
      });
      const winner = results.flatMap((result) =>
        result.done ? [result.alarm.acknowledgedBy] : [],
      )[0];
      for (const events of streams) {
        const { alarms } = await next(events, (event) =>
          event.alarms.some((alarm) => alarm.acknowledgedAt !== null),
        );
        expect(alarms[0]?.acknowledgedBy).toBe(winner);
        await events.return?.();
      }
    });

    test('many calls at once are answered each with its own answer', async () => {
      const { client } = await host.connect();
      const ids = Array.from({ length: 60 }, (_, at) => `device-${at}`);
      for (const id of ids) await observed.publisher.send(id);
      await until(() => observed.engine.desk.devices().length === ids.length);
      const details = await Promise.all(ids.map((deviceId) => client.devices.get({ deviceId })));
      expect(details.map(({ device }) => device.id)).toEqual(ids);
    });

    test('a client that leaves in the middle of a call is noticed, and the desk goes on', async () => {
      const gone = await host.connect();
      const opened = Promise.withResolvers<void>();
      observed.gate = opened.promise;
      const call = gone.client.alarms.get({ alarmId: 'any' }).catch(() => 'refused');
      await until(() => observed.held === 1);
      gone.drop();
      await until(() => observed.abandoned === 1);
      opened.resolve();
      expect(await call).toBe('refused');
      const { client } = await host.connect();
      expect(await client.operators.list()).toEqual([]);
    });

    test('an acknowledgement is done even when its sender left before the answer', async () => {
      const { client, drop } = await host.connect();
      const alarmId = await observed.alarm('device-1');
      const session = await signedOn(client, '최민');
      const call = client.alarms.acknowledge({ session, alarmIds: [alarmId] }).catch(() => 'lost');
      await until(() => observed.engine.desk.alarms()[0]?.acknowledgedAt !== null);
      drop();
      await call;
      expect(observed.engine.desk.alarms()[0]?.acknowledgedBy).toBe('최민');
    });

    test('an engine that closes ends the streams instead of breaking them', async () => {
      const { client } = await host.connect();
      const events = await client.desk.live();
      await events.next();
      const rest = (async () => {
        for await (const _event of events);
        return 'ended';
      })();
      await observed.closeEngine();
      expect(await rest).toBe('ended');
      expect(observed.streams).toBe(0);
    });
  });
}
