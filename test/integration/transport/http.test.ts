import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { createLog } from '../../../main/engine/log.ts';
import { startServer } from '../../../main/server/startServer.ts';
import { transportBehaviour } from './behaviour.ts';
import type { Client } from './ObservedEngine.ts';

transportBehaviour('HTTP', async (engine) => {
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
      const gone = new AbortController();
      const link = new RPCLink({
        url: `${server.url}/rpc`,
        fetch: (request) =>
          fetch(request, { signal: AbortSignal.any([request.signal, gone.signal]) }),
      });
      const client: Client = createORPCClient(link);
      return { client, drop: () => gone.abort() };
    },
    close: () => server.close(),
  };
});
