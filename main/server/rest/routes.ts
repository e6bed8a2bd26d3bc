/** The source document's REST routes, with its fields. Every one needs the bearer token. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Engine } from '#engine/Engine.ts';
import type { Access } from '../Access.ts';
import { callerOf } from '../callerOf.ts';
import { allowOnly, sendRefusal } from '../refusals.ts';
import { alarmQuestion, restAlarms } from './alarms.ts';
import { DAY_MS, restDevice } from './device.ts';
import { restOverview } from './overview.ts';
import { realtime } from './readings.ts';
import { systemMetrics } from './systemMetrics.ts';

/** The seed's limit of the time series. */
const ROWS = 100;
const REALTIME_MS = 60_000;
/** More than a device can raise in a day without being out of order altogether. */
const ALARMS = 1000;

const ActsQuery = z.object({
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  toldSince: z.coerce.number().int().min(0).optional(),
});

interface ById {
  Params: { id: string };
}

export async function serveRest(
  app: FastifyInstance,
  {
    engine,
    access,
    now,
  }: { readonly engine: Engine; readonly access: Access; readonly now: () => number },
): Promise<void> {
  const { desk } = engine;
  await app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      const refusal = access.refuseWithoutToken(callerOf(request));
      if (refusal) return sendRefusal(reply, refusal);
      reply.header('cache-control', 'no-store');
    });

    api.get('/api/overview', () => {
      const at = now();
      const { thresholds } = desk;
      const recent = desk.history({ from: at - thresholds.activeWithinMs, limit: ALARMS });
      return restOverview(desk.devices(), recent, at, thresholds);
    });

    api.get<ById>('/api/device/:id', async (request, reply) => {
      const deviceId = request.params.id;
      const detail = desk.device(deviceId);
      if (!detail) return reply.code(404).send({ error: 'Device not found' });
      const at = now();
      const rows = await desk.latestRows(deviceId, ROWS);
      const alarms = desk.history({ deviceId, from: at - DAY_MS, limit: ALARMS });
      return restDevice({ device: detail.device, alarms, rows, now: at }, desk.thresholds);
    });

    api.get<ById>('/api/realtime/:id', async (request, reply) => {
      const [latest] = await desk.latestRows(request.params.id, 1);
      // Received, not measured: a device whose clock is wrong is still reporting now.
      if (!latest || latest.reading.receivedAt < now() - REALTIME_MS)
        return reply.code(404).send({ error: 'No recent data' });
      return realtime(latest);
    });

    api.get('/api/alarms', async (request, reply) => {
      const question = alarmQuestion(request.query);
      if (typeof question === 'string') return reply.code(400).send({ error: question });
      return restAlarms(await desk.alarmPage(question));
    });

    api.get('/api/acts', (request, reply) => {
      const asked = ActsQuery.safeParse(request.query);
      if (!asked.success)
        return reply.code(400).send({ error: 'since, limit and toldSince must be whole numbers' });
      const { since, limit, toldSince } = asked.data;
      return desk.acts(since, limit, toldSince ?? null);
    });

    api.get('/api/metrics', () => systemMetrics(desk.activity()));

    for (const url of [
      '/api/overview',
      '/api/device/:id',
      '/api/realtime/:id',
      '/api/alarms',
      '/api/acts',
      '/api/metrics',
    ])
      allowOnly(api, url, 'GET', 'HEAD');
    // What doesn't exist under /api is not told to those who may not know.
    api.get('/api/*', (_request, reply) => reply.code(404).send({ error: 'Not found' }));
  });
}
