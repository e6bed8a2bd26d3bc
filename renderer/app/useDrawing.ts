import { useEffect, useState } from 'react';
import { useServices } from './hooks.ts';

/** After a failure: the engine may have been started again. */
const AGAIN_MS = 3_000;

/** The address of a drawing; null while there is none, or none yet. */
export function useDrawing(sha256: string | null): string | null {
  const { drawings } = useServices();
  const [known, setKnown] = useState<{ sha256: string; url: string } | null>(null);
  const [again, setAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is what asks once more.
  useEffect(() => {
    if (sha256 === null) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    drawings.url(sha256).then(
      (url) => {
        if (!over) setKnown({ sha256, url });
      },
      () => {
        if (!over) timer = setTimeout(() => setAgain((count) => count + 1), AGAIN_MS);
      },
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [drawings, sha256, again]);
  return known?.sha256 === sha256 ? known.url : null;
}
