import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './Access.ts';

/** What `Access` looks at, of a routed request or of one that is about to become a WebSocket. */
export function callerOf(request: FastifyRequest | IncomingMessage): Caller {
  return { headers: request.headers, address: request.socket.remoteAddress ?? 'unknown' };
}
