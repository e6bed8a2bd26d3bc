import { useState } from 'react';
import { useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { BeginTest } from './BeginTest.tsx';
import { EndedTest } from './EndedTest.tsx';
import { PastTests } from './PastTests.tsx';
import { RunningTest } from './RunningTest.tsx';

/** Walk tests: the one that runs, or the beginning of one; and those before. */
export function WalkTestSection() {
  const words = useWords();
  const current = useRevised('walkTest', (client, options) =>
    client.walkTest.current(undefined, options),
  );
  const past = useRevised('walkTest', (client, options) =>
    client.walkTest.list({ limit: 50 }, options),
  );
  const [open, setOpen] = useState<string | null>(null);
  if (open !== null) return <EndedTest key={open} id={open} onBack={() => setOpen(null)} />;
  if (current.failed !== null && current.value === null)
    return <p className="note note-bad">{words.walkTest.loadFailed}</p>;
  const ended = (past.value ?? []).filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      {current.value === null ? (
        <BeginTest />
      ) : (
        <RunningTest key={current.value.id} test={current.value} onEnded={setOpen} />
      )}
      <PastTests tests={ended} onOpen={setOpen} />
    </>
  );
}
