/** What doctor finds: a code for programs, values for the sentence, and how bad it is. */
import type { FindingCode } from './words.ts';

export type Level = 'ok' | 'warn' | 'fail';

export interface Finding {
  readonly level: Level;
  readonly code: FindingCode;
  /** The values that the sentence names. */
  readonly values: Readonly<Record<string, string | number>>;
}

const finding =
  (level: Level) =>
  (code: FindingCode, values: Finding['values'] = {}): Finding => ({ level, code, values });

export const ok = finding('ok');
export const warn = finding('warn');
export const fail = finding('fail');
