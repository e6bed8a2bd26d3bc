/** What a test of a connection found, as a sentence in the reader's language. */
import type { ImportProblem } from '#shared/connections/importing.ts';
import type { StepResult } from '#shared/connections/testStep.ts';
import type { Words } from './dictionary.ts';
import { wordOf } from './words.ts';

export interface FindingText {
  readonly what: string;
  /** Null where there is nothing to do. */
  readonly toDo: string | null;
}

/** A finding that is newer than this dictionary is said by its code: better than nothing. */
export function findingText(
  { finding, values }: Pick<StepResult, 'finding' | 'values'>,
  words: Pick<Words, 'connectionTests' | 'quarantineReasons'>,
): FindingText {
  const known: { readonly what: string; readonly toDo?: string } | undefined =
    words.connectionTests.findings[finding];
  if (known === undefined) return { what: finding, toDo: null };
  // Why a message can't be read has words of its own.
  const { reason } = values;
  const filled =
    typeof reason === 'string'
      ? { ...values, reason: wordOf(words.quarantineReasons, reason) }
      : values;
  return {
    what: fill(known.what, filled),
    toDo: known.toDo === undefined ? null : fill(known.toDo, filled),
  };
}

export const importProblemText = (
  { code, detail }: Pick<ImportProblem, 'code' | 'detail'>,
  words: Pick<Words, 'connectionTests'>,
): string => fill(wordOf(words.connectionTests.importProblems, code), { detail });

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
}
