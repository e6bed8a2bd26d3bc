/**
 * Two questions that must not be mixed up. A supervisor restarts what isn't *alive*, and restarting the desk
 * because the broker is away would only add blind minutes; so `/healthz` is 200 while the process answers and
 * says in its body what is wrong. `/readyz` is 503 while readings can't come in or can't be stored: alert on it.
 */
import type { FastifyInstance } from 'fastify';
import type { Engine } from '#engine/Engine.ts';
import type { DeskStatus } from '#shared/contract/views.ts';
import { allowOnly } from './refusals.ts';

export interface Health {
  readonly status: 'ok' | 'degraded';
  /** Codes only: the page is open to whoever can connect. */
  readonly reasons: readonly string[];
}

export function healthOf(status: DeskStatus): Health {
  const reasons = status.problems.map(({ code }) => code as string);
  const { feeds } = status;
  if (feeds.length === 0) reasons.push('noFeed');
  else if (feeds.some(({ state }) => state !== 'connected')) reasons.push('feedDown');
  return { status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
}

/** Readings can come in by at least one feed, and what comes in is stored. */
export const isReady = (status: DeskStatus): boolean =>
  status.feeds.some(({ state }) => state === 'connected') &&
  !status.problems.some(({ code }) => code === 'commitFailing');

export function serveHealth(app: FastifyInstance, engine: Engine): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(healthOf(engine.desk.status())),
  );
  app.get('/readyz', async (_request, reply) => {
    const status = engine.desk.status();
    return reply
      .code(isReady(status) ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(healthOf(status));
  });
  allowOnly(app, '/healthz', 'GET', 'HEAD');
  allowOnly(app, '/readyz', 'GET', 'HEAD');
}
