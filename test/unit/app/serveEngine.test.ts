import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type ContractRouterClient, eventIterator, oc, type } from '@orpc/contract';
import { implement } from '@orpc/server';
import { expect, it, vi } from 'vitest';
import { createLog } from '#engine/log.ts';
import type { EngineSettings } from '../../../main/app/engineCommand.ts';
import { type ServedEngine, serveEngine } from '../../../main/app/serveEngine.ts';
import { MessagePortStandIn } from '../../support/electron/MessagePortStandIn.ts';

const contract = { ticks: oc.output(eventIterator(type<number>())) };
const settings: EngineSettings = { dataDir: '/data', mqtt: null };

/** An engine's process with its parent in the test's hand. */
function served(engine: Partial<ServedEngine> = {}, start?: () => Promise<ServedEngine>) {
  const parent = new EventEmitter();
  const ended: { signal?: AbortSignal | undefined } = {};
  const os = implement(contract);
  const whole: ServedEngine = {
    router: os.router({
      ticks: os.ticks.handler(async function* ({ signal }) {
        ended.signal = signal;
        yield 1;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      }),
    }),
    close: async () => undefined,
    ...engine,
  };
  const exit = vi.fn();
  const exited = new Promise<number>((resolve) => exit.mockImplementation(resolve));
  const begin = vi.fn(start ?? (async () => whole));
  serveEngine({ parentPort: parent, start: begin, exit, log: createLog('silent') });
  const tell = (data: unknown, ...ports: MessagePortStandIn[]) =>
    parent.emit('message', { data, ports });
  return { tell, begin, exit, exited, ended };
}

it('starts the engine with the settings that it is told', () => {
  const { tell, begin } = served();
  tell({ type: 'start', settings });
  expect(begin).toHaveBeenCalledWith(settings);
});

it('ends the calls of a page whose port closes', async () => {
  const { tell, ended } = served();
  const { port1, port2 } = new MessageChannel();
  tell({ type: 'start', settings });
  tell({ type: 'client' }, new MessagePortStandIn(port1));
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new RPCLink({ port: port2 }),
  );
  port2.start();
  const ticks = await client.ticks();
  expect((await ticks.next()).value).toBe(1);
  expect(ended.signal?.aborted).toBe(false);
  const aborted = new Promise((resolve) => ended.signal?.addEventListener('abort', resolve));
  port2.close();
  await aborted;
});

it('closes an engine that is told to stop while it starts, and exits with 0', async () => {
  const close = vi.fn(async () => undefined);
  const { tell, exited } = served({ close });
  tell({ type: 'start', settings });
  tell({ type: 'shutdown' });
  expect(await exited).toBe(0);
  expect(close).toHaveBeenCalledOnce();
});

it('exits with 0 when it is told to stop before it started', async () => {
  const { tell, exited } = served();
  tell({ type: 'shutdown' });
  expect(await exited).toBe(0);
});

it.each([
  ['an engine that can’t start', [{ type: 'start', settings }], true],
  [
    'a second start',
    [
      { type: 'start', settings },
      { type: 'start', settings },
    ],
    false,
  ],
  ['a page before the start', [{ type: 'client' }], false],
  ['a page without a port', [{ type: 'start', settings }, { type: 'client' }], false],
  ['a command that it does not know', [{ type: 'dance' }], false],
  ['settings without a data folder', [{ type: 'start', settings: { mqtt: null } }], false],
])('exits with 1 for %s, so that the shell starts a fresh one', async (_what, commands, broken) => {
  const failing = async () => {
    throw new Error('the database is newer than this program');
  };
  const { tell, exited } = served({}, broken ? failing : undefined);
  for (const command of commands) tell(command);
  expect(await exited).toBe(1);
});

it('passes on that the machine woke, and to an engine without ears too', async () => {
  const resumed = vi.fn();
  for (const engine of [{ resumed }, {}]) {
    const { tell, exited, exit } = served(engine);
    tell({ type: 'start', settings });
    tell({ type: 'resumed' });
    tell({ type: 'shutdown' });
    await exited;
    expect(exit.mock.calls).toEqual([[0]]);
  }
  expect(resumed).toHaveBeenCalledOnce();
});
