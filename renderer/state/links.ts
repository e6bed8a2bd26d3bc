/** The two ways to the engine: a message port from the desktop shell, or a WebSocket to the host that served the page. */
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { EngineClient } from './engineClient.ts';

export interface Link {
  readonly client: EngineClient;
  /** Settles when the far side is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Rejects when no link could be made before the signal fires. */
export type OpenLink = (signal: AbortSignal) => Promise<Link>;

/** `http://host/any/page` → `ws://host/rpc/ws`. */
export function socketUrl(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/rpc/ws`;
}

export function socketLinks(url: string): OpenLink {
  return (signal) =>
    new Promise((resolve, reject) => {
      const websocket = new WebSocket(url);
      const closed = new Promise<void>((settle) => {
        websocket.addEventListener('close', () => settle());
      });
      const giveUp = () => {
        websocket.close();
        reject(new Error('the socket did not open in time'));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      closed.then(() => reject(new Error('the socket closed before it opened')));
      websocket.addEventListener('open', () => {
        // The time limit is for opening: an open socket must not be closed by it.
        signal.removeEventListener('abort', giveUp);
        resolve({
          client: createORPCClient<EngineClient>(new SocketLink({ websocket })),
          closed,
          close: () => websocket.close(),
        });
      });
    });
}

export function portLink(port: MessagePort, lost: Promise<void>): Link {
  const client = createORPCClient<EngineClient>(new PortLink({ port }));
  port.start();
  const closed = new Promise<void>((settle) => {
    port.addEventListener('close', () => settle());
    lost.then(settle);
  });
  return { client, closed, close: () => port.close() };
}
