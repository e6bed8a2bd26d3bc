import { wordOf } from '#shared/i18n/words.ts';
import { useWords } from '../../../app/hooks.ts';
import type { ChangeRefused } from './useChange.ts';

export function ChangeRefusedNote({ refused }: { refused: ChangeRefused | null }) {
  const words = useWords();
  if (refused === null) return null;
  const said = { ...words.failures, ...words.access.refusals };
  return (
    <p className="note note-bad" role="alert" data-testid="change-refused" data-why={refused}>
      {wordOf(said, refused)}
    </p>
  );
}
