/**
 * The headless host: the desk for a browser. It serves the page, carries the contract over HTTP and WebSocket,
 * and adds what other programs read (the REST API, Prometheus, health). It holds no state of the desk.
 */
import fastify, { type FastifyInstance } from 'fastify';
import type { Engine } from '#engine/Engine.ts';
import type { Logger } from '#engine/log.ts';
import { securityHeaders } from '#shared/security/securityHeaders.ts';
import type { Access } from './Access.ts';
import type { SocketLimits } from './BoundedSocket.ts';
import { callerOf } from './callerOf.ts';
import { serveHealth } from './health.ts';
import { servePage } from './page.ts';
import { createMetrics } from './prometheus.ts';
import { RpcSockets } from './RpcSockets.ts';
import { allowOnly, answerRefusalsAsJson, sendRefusal } from './refusals.ts';
import { serveRest } from './rest/routes.ts';
import { serveRpcOverHttp } from './rpcHttp.ts';

export interface TlsIdentity {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface ServerParts {
  readonly engine: Engine;
  readonly access: Access;
  /** Without it, plain HTTP. */
  readonly tls?: TlsIdentity | undefined;
  readonly rendererDir: string;
  readonly log: Logger;
  readonly now: () => number;
  readonly socketLimits?: Partial<SocketLimits> | undefined;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly sockets: RpcSockets;
}

/** More connections than seats, scrapers and probes need together. */
const MAX_CONNECTIONS = 512;

export async function createServer(parts: ServerParts): Promise<Server> {
  const { engine, access, log, tls } = parts;
  const limits = { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 };
  const app = fastify({
    // As an option of the one kind of server: only the handshake is another one, and no route can tell.
    ...(tls && ({ https: { ...tls, ...limits, minVersion: 'TLSv1.2' } } as object)),
    logger: false,
    bodyLimit: 64 * 1024,
    // A request must arrive within these; answers (streams) may take for ever.
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    http: limits,
    forceCloseConnections: true,
    // 128 characters of a device id, each up to nine when percent-encoded.
    routerOptions: { maxParamLength: 1200 },
    // A path that can't be decoded never reaches a route, nor the error handler.
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw.writeHead(400, { 'content-type': 'application/json' });
      reply.raw.end('{"error":"Bad request"}');
    },
    clientErrorHandler: (error, socket) => {
      const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
      const body = tooLarge ? '{"error":"Headers are too large"}' : '{"error":"Bad request"}';
      if (socket.writable)
        socket.end(
          `HTTP/1.1 ${tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\n` +
            `Connection: close\r\nContent-Type: application/json\r\n` +
            `Content-Length: ${body.length}\r\n\r\n${body}`,
        );
      else socket.destroy();
    },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  const sockets = new RpcSockets({ engine, access, log, limits: parts.socketLimits });
  sockets.attach(app.server);

  answerRefusalsAsJson(app, log);
  app.addHook('onRequest', async (request, reply) => {
    const refusal = access.refuseStranger(callerOf(request), request.method);
    // The page's sockets: `'self'` covers ws: only in browsers that follow CSP level 3 here.
    const { host } = request.headers;
    const connect = refusal ? [] : [`ws://${host}`, `wss://${host}`];
    for (const [name, value] of Object.entries(securityHeaders({ connect })))
      reply.header(name, value);
    if (refusal) return sendRefusal(reply, refusal);
  });

  serveHealth(app, engine);
  await serveMetrics(app, parts, sockets);
  await serveRest(app, parts);
  await serveRpcOverHttp(app, parts);
  await servePage(app, parts);
  return { app, sockets };
}

async function serveMetrics(
  app: FastifyInstance,
  { engine, access }: ServerParts,
  sockets: RpcSockets,
): Promise<void> {
  const metrics = createMetrics(engine, {
    clients: () => sockets.clients,
    clientsDropped: () => sockets.dropped,
  });
  app.get('/metrics', async (request, reply) => {
    const refusal = access.refuseWithoutToken(callerOf(request));
    if (refusal) return sendRefusal(reply, refusal);
    return reply.type(metrics.contentType).send(await metrics.scrape());
  });
  allowOnly(app, '/metrics', 'GET', 'HEAD');
}
