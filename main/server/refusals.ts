/** Every refusal of the host is JSON `{error}` with one sentence, and never a stack. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '#engine/log.ts';
import type { Refusal } from './Access.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];

export function answerRefusalsAsJson(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return reply.code(status).send({ error: error.message });
    log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'request failed',
    );
    return reply.code(500).send({ error: 'Internal error' });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'Not found' }));
}

export function sendRefusal(reply: FastifyReply, { status, error }: Refusal): FastifyReply {
  // RFC 9110 section 11.6.1: a 401 names the scheme that would do.
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="emberwatch"');
  return reply.code(status).send({ error });
}

/** Answers every other method of a path with 405, which fastify would call 404. */
export function allowOnly(app: FastifyInstance, url: string, ...allowed: readonly Method[]): void {
  const allow = allowed.join(', ');
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (request, reply) =>
      reply
        .code(405)
        .header('allow', allow)
        .send({ error: `${request.method} is not allowed here` }),
  });
}
