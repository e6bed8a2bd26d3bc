import { hasDesk, readConnections, readSecrets } from '#engine/connections/connectionBook.ts';
import { runSteps } from '#engine/connections/steps/runSteps.ts';
import { createLog } from '#engine/log.ts';
import { type ConnectionSettings, secretsNeeded } from '#shared/connections/connection.ts';
import type { StepResult } from '#shared/connections/testStep.ts';
import { findingText } from '#shared/i18n/connectionText.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { fromFiles } from './fromFiles.ts';
import type { TryOptions } from './options.ts';

/** Tries a stored connection, or one that files describe, with a session of its own. */
export async function tryConnection(
  options: TryOptions,
  write: (text: string) => void,
): Promise<number> {
  const { wait, json = false, language } = options;
  const words = WORDS[language];
  const { settings, secrets, unavailable } = await targetOf(options);
  const events = runSteps(
    {
      settings,
      secrets,
      unavailable,
      clientId: `emberwatch-test-${process.pid}`,
      // What a device sends is read alike in either unit; only its figures would differ.
      decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
      messageMs: wait * 1_000,
      live: () => null,
      lanDevices: () => 0,
      now: Date.now,
    },
    { monotonicNow: () => performance.now() },
  );
  let passed = false;
  for await (const event of events) {
    if (event.type === 'done') passed = event.passed;
    if (event.type === 'result')
      write(json ? `${JSON.stringify(event.result)}\n` : lines(event.result));
  }
  return passed ? EXIT.ok : EXIT.problem;

  function lines(result: StepResult): string {
    const { what, toDo } = findingText(result, words);
    const step = words.connectionTests.steps[result.step];
    const head = `${result.level.padEnd(4)}  ${step}: ${what}\n`;
    return toDo === null ? head : `${head}      → ${toDo}\n`;
  }
}

interface Target {
  readonly settings: ConnectionSettings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly unavailable: ReturnType<typeof secretsNeeded>;
}

async function targetOf(options: TryOptions): Promise<Target> {
  const { data, name, language } = options;
  if (name === undefined) {
    const { settings, secrets } = fromFiles(options, language);
    return { settings, secrets: { ...secrets } as Record<string, string>, unavailable: [] };
  }
  const log = createLog('silent');
  const known = hasDesk(data)
    ? readConnections(data, log).find(({ config }) => config.name === name)
    : undefined;
  if (!known) throw new CliError(`${data} holds no connection "${name}"`);
  const { settings } = known.config;
  const secrets = await readSecrets(data, known, log);
  return secrets === null
    ? { settings, secrets: {}, unavailable: secretsNeeded(settings) }
    : { settings, secrets: { ...secrets } as Record<string, string>, unavailable: [] };
}
