import { onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import type { FastifyInstance } from 'fastify';
import type { Engine } from '#engine/Engine.ts';
import type { Logger } from '#engine/log.ts';
import { logRpcFailure } from '#engine/logRpcFailure.ts';
import type { Access } from './Access.ts';
import { callerOf } from './callerOf.ts';
import { allowOnly, sendRefusal } from './refusals.ts';

/** No request of the contract comes near it. */
const BODY_LIMIT = 1024 * 1024;
/** A stream that could write nothing for so long has nobody reading at the other end. */
const STALLED_MS = 60_000;

/** The contract over HTTP: one POST a call, an event stream for what is live. */
export async function serveRpcOverHttp(
  app: FastifyInstance,
  {
    engine,
    access,
    log,
  }: { readonly engine: Engine; readonly access: Access; readonly log: Logger },
): Promise<void> {
  const handler = new RPCHandler(engine.router, {
    interceptors: [onError((error) => logRpcFailure(log, error))],
  });
  await app.register(async (rpc) => {
    // JSON only: forms and text are what another site's page could send without asking first.
    rpc.removeAllContentTypeParsers();
    const parse = rpc.getDefaultJsonParser('error', 'error');
    rpc.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      (request, body, done) =>
        body === '' ? done(null, undefined) : parse(request, String(body), done),
    );
    rpc.addHook('onRequest', async (request, reply) => {
      const refusal = access.refuseDesk(callerOf(request));
      if (refusal) return sendRefusal(reply, refusal);
    });
    rpc.post('/rpc/*', async (request, reply) => {
      reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
      reply.header('cache-control', 'no-store');
      const { matched } = await handler.handle(request, reply, { prefix: '/rpc' });
      if (!matched) await reply.code(404).send({ error: 'No such procedure' });
      return reply;
    });
    allowOnly(rpc, '/rpc/*', 'POST');
  });
}
