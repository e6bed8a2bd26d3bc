import { useEffect, useState } from 'react';
import type { SavedView } from '#shared/contract/alarmTableViews.ts';
import { useServices } from '../../../app/hooks.ts';

const NONE: readonly SavedView[] = [];

/** The views of whoever is signed on; none without. What can't be read is not there: everybody has the built-in ones. */
export function useSavedViews(session: string | null): {
  readonly views: readonly SavedView[];
  reload(): void;
} {
  const { connection } = useServices();
  const [read, setRead] = useState<{ session: string | null; views: readonly SavedView[] }>({
    session: null,
    views: NONE,
  });
  const [again, setAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks for the same once more.
  useEffect(() => {
    if (session === null) return;
    let over = false;
    connection
      .request((client, options) => client.alarmTable.views({ session }, options))
      .then((views) => !over && setRead({ session, views }))
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [connection, session, again]);
  return {
    views: session !== null && read.session === session ? read.views : NONE,
    reload: () => setAgain((count) => count + 1),
  };
}
