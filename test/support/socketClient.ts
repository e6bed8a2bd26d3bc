/** A client of the headless host over the WebSocket that its page uses. */
import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '#shared/contract/contract.ts';

export type SocketClient = ContractRouterClient<Contract>;

export interface SocketConnection {
  readonly client: SocketClient;
  /** The closing handshake. */
  close(): Promise<void>;
  /** Gone without a word, as when a cable is pulled. */
  drop(): void;
}

/** @param url of the host, `http://host:port` */
export async function connectSocket(url: string): Promise<SocketConnection> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc/ws`);
  await once(socket, 'open');
  const websocket = socket as unknown as globalThis.WebSocket;
  return {
    client: createORPCClient(new RPCLink({ websocket })),
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
    drop: () => socket.terminate(),
  };
}
