import { useWords } from '../../app/hooks.ts';
import type { FailureCode } from '../../state/engineClient.ts';

/** Why something was not done or not loaded; nothing where all is well. */
export function Failure({ code }: { code: FailureCode | null }) {
  const words = useWords();
  return code === null ? null : (
    <p className="note note-bad" role="alert" data-testid="failure">
      {words.failures[code]}
    </p>
  );
}
