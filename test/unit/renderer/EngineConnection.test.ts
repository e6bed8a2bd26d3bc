import { describe, expect, test, vi } from 'vitest';
import type { LiveEvent } from '#shared/contract/views.ts';
import { EngineConnection } from '../../../renderer/state/EngineConnection.ts';
import {
  type EngineClient,
  failureOf,
  REQUEST_TIMEOUT_MS,
  requester,
} from '../../../renderer/state/engineClient.ts';
import { type Link, socketUrl } from '../../../renderer/state/links.ts';
import { floor, status } from './made.ts';

const update: LiveEvent = { type: 'update', devices: [], alarms: [], status: status() };

/** One link whose events the test sends by hand. */
function fakeLink() {
  const queue: ((result: IteratorResult<LiveEvent>) => void)[] = [];
  const sent: LiveEvent[] = [];
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const next = () =>
    new Promise<IteratorResult<LiveEvent>>((resolve) => {
      const event = sent.shift();
      if (event === undefined) queue.push(resolve);
      else resolve({ done: false, value: event });
    });
  const client = {
    desk: {
      floors: async () => [floor('f1')],
      live: async () => ({ [Symbol.asyncIterator]: () => ({ next }) }),
    },
  } as unknown as EngineClient;
  const link: Link = { client, closed, close };
  return {
    link,
    send(event: LiveEvent) {
      const waiting = queue.shift();
      if (waiting === undefined) sent.push(event);
      else waiting({ done: false, value: event });
    },
    close: () => close(),
    closed,
  };
}

function connect(links: (ReturnType<typeof fakeLink> | Error)[]) {
  let now = 0;
  const waits: number[] = [];
  const events: LiveEvent[] = [];
  const floors: unknown[] = [];
  const idle = new Promise<never>(() => {});
  const connection = new EngineConnection({
    open: () => {
      const next = links.shift();
      if (next === undefined) return idle;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next.link);
    },
    now: () => now,
    wait: async (ms) => void waits.push(ms),
    onFloors: (one) => floors.push(one),
    onEvent: (event) => events.push(event),
  });
  connection.run();
  const advance = (ms: number) => {
    now += ms;
    connection.tick();
  };
  return { connection, waits, events, floors, advance, state: connection.state };
}

describe('the connection', () => {
  test('is live from the first event on, with the plans already there', async () => {
    const link = fakeLink();
    const { state, events, floors } = connect([link]);
    expect(state.getState().monitoring).toBe('starting');
    link.send(update);
    await vi.waitFor(() => expect(events).toEqual([update]));
    expect(floors).toEqual([[floor('f1')]]);
    expect(state.getState().monitoring).toBe('live');
  });

  test('is lost after three seconds without an event, and live again with the next', async () => {
    const link = fakeLink();
    const { state, events, advance } = connect([link]);
    link.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    advance(2_999);
    expect(state.getState().monitoring).toBe('live');
    advance(1);
    expect(state.getState().monitoring).toBe('lost');
    link.send(update);
    await vi.waitFor(() => expect(state.getState().monitoring).toBe('live'));
  });

  test('gives up a link that has been silent for five seconds and takes a new one', async () => {
    const [silent, fresh] = [fakeLink(), fakeLink()];
    const { events, advance, state } = connect([silent, fresh]);
    silent.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    advance(5_000);
    await silent.closed;
    fresh.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(state.getState()).toMatchObject({ monitoring: 'live', attempts: 0 });
  });

  test('tries again after every failure, at growing intervals, and says how often', async () => {
    const link = fakeLink();
    const refused = () => new Error('refused');
    const { waits, state, events } = connect([refused(), refused(), refused(), link]);
    await vi.waitFor(() => expect(waits).toEqual([500, 1_000, 2_000]));
    expect(state.getState()).toMatchObject({ reason: 'unreachable', attempts: 4 });
    link.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(1));
  });

  test('a link that closed after it worked is followed quickly by the next', async () => {
    const [first, second] = [fakeLink(), fakeLink()];
    const { waits, state, events } = connect([first, second]);
    first.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    first.close();
    await vi.waitFor(() => expect(waits).toEqual([250]));
    expect(state.getState().reason).toBe('closed');
    // What the old link still held is not taken for news of the new one.
    first.send(update);
    second.send(update);
    await vi.waitFor(() => expect(events).toHaveLength(2));
  });

  test('a request without a link fails at once instead of waiting', async () => {
    const { connection } = connect([]);
    await expect(connection.request((client) => client.desk.floors())).rejects.toMatchObject({
      code: 'disconnected',
    });
  });
});

describe('a request', () => {
  test('that is never answered ends, even over a link that ignores the signal', async () => {
    vi.useFakeTimers();
    try {
      let signal: AbortSignal | undefined;
      const client = {} as EngineClient;
      const request = requester(() => client);
      const asked = request((_, options) => {
        signal = options.signal;
        return new Promise<never>(() => {});
      });
      const outcome = expect(asked).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(REQUEST_TIMEOUT_MS);
      await outcome;
      expect(signal?.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that failed says so in one of the page’s words', () => {
    expect(failureOf(new Error('anything')).code).toBe('disconnected');
    const known = failureOf(new Error('x'));
    expect(failureOf(known)).toBe(known);
  });
});

test.each([
  [{ protocol: 'http:', host: '127.0.0.1:8080' }, 'ws://127.0.0.1:8080/rpc/ws'],
  [{ protocol: 'https:', host: 'desk.example' }, 'wss://desk.example/rpc/ws'],
])('the socket goes to the host that served the page: %o', (page, url) => {
  expect(socketUrl(page)).toBe(url);
});
