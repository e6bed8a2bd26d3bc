import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { createLog } from '../../../main/engine/log.ts';
import { startServer } from '../../../main/server/startServer.ts';
import { transportBehaviour } from './behaviour.ts';
import type { Client } from './ObservedEngine.ts';

transportBehaviour('WebSocket', async (engine) => {
  const server = await startServer({
    engine,
    host: '127.0.0.1',
    port: 0,
    token: 'unused',
    rendererDir: engine.dataDir,
    log: createLog('silent'),
  });
  return {
    async connect() {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rpc/ws`);
      await once(socket, 'open');
      const websocket = socket as unknown as globalThis.WebSocket;
      const client: Client = createORPCClient(new RPCLink({ websocket }));
      return { client, drop: () => socket.terminate() };
    },
    close: () => server.close(),
  };
});
