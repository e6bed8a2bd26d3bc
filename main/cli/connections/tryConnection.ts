import type { StepResult } from '#shared/connections/testStep.ts';
import { findingText } from '#shared/i18n/connectionText.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { fromFiles } from './fromFiles.ts';
import type { TryOptions } from './options.ts';
import { storedTarget, type Target, tryTarget } from './tryTarget.ts';

/** Tries a stored connection, or one that files describe, with a session of its own. */
export async function tryConnection(
  options: TryOptions,
  write: (text: string) => void,
): Promise<number> {
  const { json = false, language } = options;
  const words = WORDS[language];
  let passed = true;
  for await (const result of tryTarget(await targetOf(options), options)) {
    if (result.level === 'fail') passed = false;
    write(json ? `${JSON.stringify(result)}\n` : lines(result));
  }
  return passed ? EXIT.ok : EXIT.problem;

  function lines(result: StepResult): string {
    const { what, toDo } = findingText(result, words);
    const step = words.connectionTests.steps[result.step];
    const head = `${result.level.padEnd(4)}  ${step}: ${what}\n`;
    return toDo === null ? head : `${head}      → ${toDo}\n`;
  }
}

async function targetOf(options: TryOptions): Promise<Target> {
  const { data, name, language } = options;
  if (name === undefined) {
    const { settings, secrets } = fromFiles(options, language);
    return { settings, secrets: { ...secrets } as Record<string, string>, unavailable: [] };
  }
  const stored = await storedTarget(data, name);
  if (!stored) throw new CliError(`${data} holds no connection "${name}"`);
  return stored;
}
