import { History } from 'lucide-react';
import { useDesk, useWords } from './hooks.ts';

/** Across the whole window, so that nobody takes a recording for the building as it is now. */
export function ReplayStrip() {
  const words = useWords();
  const replay = useDesk((desk) => desk.status?.replay === true);
  if (!replay) return null;
  return (
    <p className="replay-strip" data-testid="replay-strip">
      <History aria-hidden="true" />
      <b>{words.replay}</b> {words.replayHint}
    </p>
  );
}
