import { useWords } from '../../app/hooks.ts';
import type { Refused } from '../../state/AlarmActs.ts';

/** A refusal in words, from either dictionary: the engine's own reasons and the page's. */
export function useRefusalText(): (refused: Refused) => string {
  const words = useWords();
  const why: Readonly<Record<string, string>> = { ...words.failures, ...words.refusals };
  return ({ act, why: code }) =>
    words.alarms.refused({ act: words.alarms[act], why: why[code] ?? code });
}
