import type { RPCHandler } from '@orpc/server/websocket';
import type { MessagePortMain } from 'electron';
import type { Logger } from '#engine/log.ts';

type Handler = Pick<RPCHandler<Record<never, never>>, 'message' | 'close'>;

/**
 * Answers one page's calls over its port until the port closes.
 *
 * Goes through oRPC's socket adapter, whose `message` returns its promise. The message-port adapter speaks the same
 * format but drops that promise, so one message that can't be read would be an unhandled rejection, and those end the
 * engine (`engineMain.ts`).
 */
export function servePort(port: MessagePortMain, handler: Handler, log: Logger): void {
  let open = true;
  // The handler keeps what belongs to a client by this object.
  const peer = {
    send: (data: string | ArrayBufferLike | Blob | ArrayBufferView) => port.postMessage(data),
    addEventListener: () => undefined,
  };
  port.on('message', ({ data }) => {
    const message = toMessage(data);
    if (message === undefined) {
      log.warn('a page posted something that is no call');
      return;
    }
    handler.message(peer, message).catch((error: unknown) => {
      // Calls that were under way when their page left end in an abort, which is no news.
      if (open) log.warn({ err: error }, 'a page posted something that is no call');
    });
  });
  port.on('close', () => {
    open = false;
    handler.close(peer);
  });
  // Listeners first: a started port delivers at once what it had queued.
  port.start();
}

function toMessage(data: unknown): string | ArrayBuffer | undefined {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  // Calls with files travel as bytes.
  return data instanceof Uint8Array ? new Uint8Array(data).buffer : undefined;
}
