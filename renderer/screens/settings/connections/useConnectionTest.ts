import { useEffect, useRef, useState } from 'react';
import { useServices } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { NOT_BEGUN, type TestProgress, withEvent } from '../../../state/connectionTest.ts';
import { type EngineClient, type FailureCode, failureOf } from '../../../state/engineClient.ts';

type Asked = Omit<Parameters<EngineClient['connections']['test']>[0], 'session'>;

export interface ConnectionTesting {
  /** Null before the first test. */
  readonly progress: TestProgress | null;
  readonly running: boolean;
  /** Why there is no end: it could not begin, or the link was lost in the middle. */
  readonly failure: FailureCode | null;
  run(asked: Asked): Promise<void>;
  stop(): void;
}

/** Follows a test step by step; ends it when whoever watched goes away. */
export function useConnectionTest(): ConnectionTesting {
  const { connection, session } = useServices();
  const [progress, setProgress] = useState<TestProgress | null>(null);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  /** The newest test: an older one that is still ending says nothing any more. */
  const current = useRef<{ end: () => void } | null>(null);
  useEffect(() => () => current.current?.end(), []);

  const stop = () => {
    current.current?.end();
    current.current = null;
    setRunning(false);
  };

  const run = async (asked: Asked) => {
    stop();
    let over = false;
    let close = () => {};
    const mine = {
      end: () => {
        over = true;
        close();
      },
    };
    current.current = mine;
    setRunning(true);
    setFailure(null);
    setProgress(null);
    try {
      const events = await actAs({ request: connection.request, session }, (client, by, options) =>
        client.connections.test({ ...asked, session: by }, options),
      );
      if (events !== null) {
        close = () => void events.return?.(undefined).catch(() => undefined);
        if (over) close();
        for await (const event of events) {
          if (over) return;
          setProgress((before) => withEvent(before ?? NOT_BEGUN, event));
        }
      }
    } catch (error) {
      if (!over) setFailure(failureOf(error).code);
    } finally {
      if (current.current === mine) setRunning(false);
    }
  };
  return { progress, running, failure, run, stop };
}
