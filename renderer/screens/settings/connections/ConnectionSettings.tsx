import { LogIn, Plus, Unplug, WandSparkles } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ConnectionsOverview, ConnectionView } from '#shared/contract/connectionViews.ts';
import { useDesk, useServices, useWords } from '../../../app/hooks.ts';
import { useRevised } from '../../../state/revised.ts';
import { FeedTable } from '../../system/FeedTable.tsx';
import { ConnectionCard } from './ConnectionCard.tsx';
import { ConnectionDialog } from './ConnectionDialog.tsx';

/** By which ways readings come in. A supervisor sees, an administrator changes. */
export function ConnectionSettings() {
  const words = useWords().connections;
  const { session } = useServices();
  const token = useStore(session.state, (state) => state.session);
  const role = useStore(session.state, (state) => state.operator?.role ?? null);
  if (token === null || role === null)
    return (
      <div className="page-section" data-testid="connections">
        <h3>{words.title}</h3>
        <p className="note">{words.access.needed}</p>
        <div>
          <button
            type="button"
            className="button button-primary"
            data-testid="connections-sign-on"
            onClick={() => session.ask()}
          >
            <LogIn aria-hidden="true" />
            {words.access.signOn}
          </button>
        </div>
      </div>
    );
  if (role === 'operator')
    return (
      <div className="page-section" data-testid="connections">
        <h3>{words.title}</h3>
        <p className="note">{words.access.forbidden}</p>
      </div>
    );
  return <Overview session={token} mayChange={role === 'administrator'} />;
}

function Overview({ session: token, mayChange }: { session: string; mayChange: boolean }) {
  const { connections: words, common, failures } = useWords();
  const { value, failed } = useRevised(
    'connections',
    (client, options) => client.connections.overview({ session: token }, options),
    token,
  );
  if (value === null)
    return (
      <div className="page-section" data-testid="connections">
        <h3>{words.title}</h3>
        <p className={failed === null ? 'note' : 'note note-bad'} role="status">
          {failed === null ? common.loading : failures[failed]}
        </p>
      </div>
    );
  return <Loaded overview={value} mayChange={mayChange} />;
}

function Loaded({ overview, mayChange }: { overview: ConnectionsOverview; mayChange: boolean }) {
  const words = useWords().connections;
  const { view } = useServices();
  const feeds = useDesk((desk) => desk.status?.feeds);
  const [open, setOpen] = useState<ConnectionView | 'new' | null>(null);
  const [saved, setSaved] = useState(false);
  const { connections, fixed, sealedBy } = overview;
  const given = feeds?.filter(({ id }) => fixed.includes(id)) ?? [];
  const { value: setUp } = useRevised('connections', (client, options) =>
    client.connections.setUp(undefined, options),
  );
  return (
    <div className="page-section notifications" data-testid="connections">
      <header className="notifications-head">
        <div>
          <h3>{words.title}</h3>
          <p className="note">{mayChange ? words.intro : words.access.readOnly}</p>
        </div>
        {mayChange && setUp !== null && setUp.step !== 'done' && (
          <button
            type="button"
            className="button"
            data-testid="set-up-open"
            onClick={() => view.setState({ settingUp: true })}
          >
            <WandSparkles aria-hidden="true" />
            {words.setUp.open}
          </button>
        )}
        {mayChange && (
          <button
            type="button"
            className="button button-primary"
            data-testid="connection-add"
            onClick={() => setOpen('new')}
          >
            <Plus aria-hidden="true" />
            {words.add}
          </button>
        )}
      </header>
      <div role="status">{saved && <p className="note note-good">{words.form.saved}</p>}</div>
      {connections.length === 0 && given.length === 0 && (
        <div className="notifications-none" data-testid="no-connections">
          <Unplug aria-hidden="true" />
          <div>
            <b>{words.none}</b>
            <p>{words.noneHint}</p>
          </div>
        </div>
      )}
      {connections.length > 0 && (
        <div className="channel-cards">
          {connections.map((connection) => (
            <ConnectionCard
              key={connection.id}
              connection={connection}
              onEdit={mayChange ? () => setOpen(connection) : null}
            />
          ))}
        </div>
      )}
      {given.length > 0 && (
        <section className="section" data-testid="fixed-connections">
          <h3>{words.fixedTitle}</h3>
          <p className="note">{words.fixedHint}</p>
          <FeedTable feeds={given} titled={false} />
        </section>
      )}
      <p className="note" data-testid="sealed-by" data-by={sealedBy}>
        {words.sealedBy[sealedBy]}
      </p>
      {open !== null && (
        <ConnectionDialog
          connection={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            setSaved(true);
          }}
        />
      )}
    </div>
  );
}
