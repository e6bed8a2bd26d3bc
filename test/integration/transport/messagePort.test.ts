import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/websocket';
import type { MessagePortMain } from 'electron';
import { servePort } from '../../../main/app/servePort.ts';
import { createLog } from '../../../main/engine/log.ts';
import { MessagePortStandIn } from '../../support/electron/MessagePortStandIn.ts';
import { transportBehaviour } from './behaviour.ts';
import type { Client } from './ObservedEngine.ts';

transportBehaviour('MessagePort', async ({ router }) => {
  const log = createLog('silent');
  const handler = new RPCHandler(router);
  const drops = new Set<() => void>();
  return {
    async connect() {
      const { port1, port2 } = new MessageChannel();
      // Node's port with the face of Electron's, as in the desktop's own tests.
      servePort(new MessagePortStandIn(port1) as unknown as MessagePortMain, handler, log);
      const client: Client = createORPCClient(new RPCLink({ port: port2 }));
      port2.start();
      const drop = () => port2.close();
      drops.add(drop);
      return { client, drop };
    },
    async close() {
      for (const drop of drops) drop();
    },
  };
});
