/** The broker inside the desk: its certificate, its port, who may come in, and whether somebody does. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LanBrokerSettings } from '#shared/connections/lanBroker.ts';
import { judgeCertificate } from './ownCertificate.ts';
import { codeOf } from './settled.ts';
import { type Found, fail, ok, type Plan, type TestTarget, warn } from './step.ts';

/** As often as a person would look. */
const LOOK_MS = 250;

export function lanPlan(target: TestTarget, settings: LanBrokerSettings): Plan {
  return {
    steps: [
      { id: 'certificate', run: async () => judgeServer(target, settings) },
      { id: 'listen', run: () => tryPort(target, settings) },
      { id: 'devices', run: async () => countDevices(target) },
      { id: 'message', run: (signal) => hear(target, signal) },
    ],
    close: () => undefined,
  };
}

function judgeServer(
  { unavailable, secrets, now }: TestTarget,
  settings: LanBrokerSettings,
): Found {
  const { certificate } = settings;
  if (certificate.type === 'own') return ok('certificateOwn');
  if (unavailable.length > 0) return fail('secretUnavailable');
  const { privateKey = '' } = secrets;
  return judgeCertificate({ certificate: certificate.chain, privateKey, ca: '' }, now());
}

/** Opens the port for a moment, which is the only way to know, unless this connection has it open. */
async function tryPort({ live }: TestTarget, { host, port }: LanBrokerSettings): Promise<Found> {
  const values = { host, port };
  const standing = live();
  if (standing?.state === 'connected' && standing.address.endsWith(`:${port}`))
    return ok('listening', values);
  const probe = createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, 'listening');
    return ok('listenFree', values);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') return fail('listenTaken', values);
    if (code === 'EADDRNOTAVAIL') return fail('listenNoAddress', values);
    return fail('listenRefused', { ...values, code });
  } finally {
    probe.close();
  }
}

function countDevices({ lanDevices }: TestTarget): Found {
  const count = lanDevices();
  return count === 0 ? warn('devicesNone') : ok('devicesKnown', { count });
}

/** Whether anything new comes by the live connection; its messages are read where they always are. */
export async function hear(
  { live, messageMs }: Pick<TestTarget, 'live' | 'messageMs'>,
  signal: AbortSignal,
): Promise<Found> {
  if (live() === null) return warn('messageNotOn');
  const before = live()?.lastFrameAt ?? null;
  for (let waited = 0; waited < messageMs; waited += LOOK_MS) {
    const status = live();
    const at = status?.lastFrameAt ?? null;
    if (at !== null && at !== before) return ok('messageHeard');
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
  }
  return warn('messageNone', { seconds: Math.round(messageMs / 1_000) });
}
