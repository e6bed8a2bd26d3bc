import { ArrowLeft, ArrowRight, FlaskConical, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ConnectionView } from '#shared/contract/connectionViews.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { TestSteps } from '../../screens/settings/connections/TestSteps.tsx';
import { useConnectionTest } from '../../screens/settings/connections/useConnectionTest.ts';
import { useRevised } from '../../state/revised.ts';
import { useDesk, useEngineNow, useLanguage, useServices, useWords } from '../hooks.ts';
import type { StepProps } from './stepProps.ts';

/** Tries the newest connection from end to end, and shows when readings really come in. */
export function MessageStep({ move, busy }: StepProps) {
  const words = useWords().connections.setUp;
  const language = useLanguage();
  const { session } = useServices();
  const token = useStore(session.state, (state) => state.session) ?? '';
  const { value } = useRevised(
    'connections',
    (client, options) => client.connections.overview({ session: token }, options),
    token,
  );
  const newest = value?.connections.at(-1);
  const now = useEngineNow();
  const lastAt = useDesk((desk) => desk.status?.lastReadingAt ?? null);
  const next = useRef<HTMLButtonElement>(null);
  // The form that had the keyboard is gone.
  useEffect(() => next.current?.focus(), []);
  return (
    <div className="form">
      <p className="note">{words.messageIntro}</p>
      {value !== null && newest === undefined && (
        <p className="note note-bad" data-testid="set-up-none">
          {words.noConnection}
        </p>
      )}
      {newest !== undefined && <Trial key={newest.id} connection={newest} />}
      <p role="status" data-testid="set-up-seen" data-seen={lastAt !== null} className="note">
        {lastAt === null
          ? words.notSeen
          : words.seen({ age: formatAge(Math.max(0, now - lastAt), language) })}
      </p>
      <div className="form-buttons">
        <button
          type="button"
          className="button"
          data-testid="set-up-back"
          onClick={() => move('connection')}
        >
          <ArrowLeft aria-hidden="true" />
          {words.back}
        </button>
        <button
          ref={next}
          type="button"
          className="button button-primary"
          data-testid="set-up-next"
          disabled={busy}
          onClick={() => move('done')}
        >
          {lastAt === null ? words.skip : words.next}
          <ArrowRight aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

/** Begins by itself: nobody comes here for anything else. */
function Trial({ connection: { id, config } }: { connection: ConnectionView }) {
  const words = useWords().connections.test;
  const testing = useConnectionTest();
  const { running, stop } = testing;
  const run = () =>
    void testing.run({
      connectionId: id,
      settings: config.settings,
      secrets: {},
      importId: null,
      messageSeconds: 60,
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the connection that is shown.
  useEffect(run, [id]);
  return (
    <>
      <div>
        <button
          type="button"
          className="button"
          data-testid="connection-test"
          onClick={() => (running ? stop() : run())}
        >
          {running ? <Square aria-hidden="true" /> : <FlaskConical aria-hidden="true" />}
          {running ? words.stop : words.again}
        </button>
      </div>
      <TestSteps testing={testing} />
    </>
  );
}
