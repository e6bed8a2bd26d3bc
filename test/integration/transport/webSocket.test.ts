import { createLog } from '../../../main/engine/log.ts';
import { startServer } from '../../../main/server/startServer.ts';
import { connectSocket } from '../../support/socketClient.ts';
import { transportBehaviour } from './behaviour.ts';

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
    connect: () => connectSocket(server.url),
    close: () => server.close(),
  };
});
