import type { Finding } from './finding.ts';
import { type Language, wordsOf } from './words.ts';

/** A finding in one of the two languages, for a line or for a program. */
export interface Said extends Pick<Finding, 'level' | 'values'> {
  readonly code: string;
  readonly text: string;
  readonly advice?: string | undefined;
}

export function said(finding: Finding, language: Language): Said {
  const { found, advice } = wordsOf(finding, language);
  return { ...finding, text: found, advice };
}
