/** A connection tried with a session of its own, by the steps that Settings shows. */
import {
  countLanCredentials,
  hasDesk,
  readConnections,
  readSecrets,
} from '#engine/connections/connectionBook.ts';
import { runSteps } from '#engine/connections/steps/runSteps.ts';
import { createLog } from '#engine/log.ts';
import { type ConnectionSettings, secretsNeeded } from '#shared/connections/connection.ts';
import type { StepResult } from '#shared/connections/testStep.ts';

export interface Target {
  readonly settings: ConnectionSettings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly unavailable: ReturnType<typeof secretsNeeded>;
}

/** @returns null when the data folder holds none of that name */
export async function storedTarget(data: string, name: string): Promise<Target | null> {
  const log = createLog('silent');
  const known = hasDesk(data)
    ? readConnections(data, log).find(({ config }) => config.name === name)
    : undefined;
  if (!known) return null;
  const { settings } = known.config;
  const secrets = await readSecrets(data, known, log);
  return secrets === null
    ? { settings, secrets: {}, unavailable: secretsNeeded(settings) }
    : { settings, secrets: { ...secrets } as Record<string, string>, unavailable: [] };
}

/** What each step found, as it ends. The last one failed, or all were taken. */
export async function* tryTarget(
  target: Target,
  { data, wait }: { readonly data: string; readonly wait: number },
): AsyncGenerator<StepResult> {
  const events = runSteps(
    {
      ...target,
      clientId: `emberwatch-test-${process.pid}`,
      // What a device sends is read alike in either unit; only its figures would differ.
      decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
      messageMs: wait * 1_000,
      live: () => null,
      lanDevices: () => (hasDesk(data) ? countLanCredentials(data) : 0),
      now: Date.now,
    },
    { monotonicNow: () => performance.now() },
  );
  for await (const event of events) if (event.type === 'result') yield event.result;
}
