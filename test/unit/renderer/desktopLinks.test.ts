import { MessageChannel } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { ENGINE_LOST, ENGINE_PORT } from '#shared/desktop/bridge.ts';
import { desktopLinks } from '../../../renderer/state/desktopLinks.ts';

/** A window that hears what the shell posts, and nothing else. */
function shell() {
  let hear: (event: unknown) => void = () => {};
  const page = {
    addEventListener: (_: string, listener: (event: unknown) => void) => {
      hear = listener;
    },
  } as unknown as Window;
  const connect = vi.fn();
  const gaveUp = vi.fn();
  const open = desktopLinks(page, { connect, restartEngine: () => {} }, gaveUp);
  const post = (data: unknown, ports: readonly unknown[] = [], source: unknown = page) =>
    hear({ data, ports, source });
  return { open, connect, gaveUp, post };
}

function port() {
  const { port1 } = new MessageChannel();
  const close = vi.spyOn(port1, 'close');
  return { port: port1, close };
}

const never = () => new AbortController().signal;

test('asks the shell for a port and makes a link of it', async () => {
  const { open, connect, post } = shell();
  const link = open(never());
  expect(connect).toHaveBeenCalledOnce();
  const { port: one, close } = port();
  post({ type: ENGINE_PORT }, [one]);
  (await link).close();
  expect(close).toHaveBeenCalledOnce();
});

test('a port that came unasked is kept for the next link', async () => {
  const { open, connect, post } = shell();
  const { port: one, close } = port();
  post({ type: ENGINE_PORT }, [one]);
  (await open(never())).close();
  expect(connect).not.toHaveBeenCalled();
  expect(close).toHaveBeenCalledOnce();
});

test('the link is over as soon as the shell says that the engine is lost', async () => {
  const { open, gaveUp, post } = shell();
  const opening = open(never());
  post({ type: ENGINE_PORT }, [port().port]);
  const link = await opening;
  post({ type: ENGINE_LOST, willRetryInMs: 500 });
  await link.closed;
  expect(gaveUp).toHaveBeenLastCalledWith(false);
  link.close();
});

test('the page is told when the shell gives up, and when an engine is back', () => {
  const { gaveUp, post } = shell();
  post({ type: ENGINE_LOST, willRetryInMs: null });
  expect(gaveUp).toHaveBeenLastCalledWith(true);
  const { port: one } = port();
  post({ type: ENGINE_PORT }, [one]);
  expect(gaveUp).toHaveBeenLastCalledWith(false);
  one.close();
});

test('a port that somebody else posts is not believed', async () => {
  const { open, post } = shell();
  const limit = new AbortController();
  const opening = open(limit.signal);
  const { port: one } = port();
  post({ type: ENGINE_PORT }, [one], {});
  limit.abort();
  await expect(opening).rejects.toThrow('in time');
  one.close();
});
