import { BellOff, LogIn, Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ChannelView, NotificationOverview } from '#shared/contract/notificationViews.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { useRevised } from '../../../state/revised.ts';
import { AttemptTable } from './AttemptTable.tsx';
import { ChannelCard } from './ChannelCard.tsx';
import { ChannelDialog } from './ChannelDialog.tsx';
import { OtherDesks } from './OtherDesks.tsx';
import { OutboxTable } from './OutboxTable.tsx';
import { TopicMap } from './TopicMap.tsx';

/** Who outside is told, by which way, and what became of it. A supervisor sees, an administrator changes. */
export function NotificationSettings() {
  const words = useWords().notifications;
  const { session } = useServices();
  const token = useStore(session.state, (state) => state.session);
  const role = useStore(session.state, (state) => state.operator?.role ?? null);
  if (token === null || role === null)
    return (
      <div className="page-section" data-testid="notifications">
        <h3>{words.title}</h3>
        <p className="note">{words.access.needed}</p>
        <div>
          <button
            type="button"
            className="button button-primary"
            data-testid="notifications-sign-on"
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
      <div className="page-section" data-testid="notifications">
        <h3>{words.title}</h3>
        <p className="note">{words.access.forbidden}</p>
      </div>
    );
  return <Overview session={token} mayChange={role === 'administrator'} />;
}

function Overview({ session: token, mayChange }: { session: string; mayChange: boolean }) {
  const { notifications: words, common, failures } = useWords();
  const { value, failed } = useRevised(
    'notifications',
    (client, options) => client.notifications.overview({ session: token }, options),
    token,
  );
  if (value === null)
    return (
      <div className="page-section" data-testid="notifications">
        <h3>{words.title}</h3>
        <p className={failed === null ? 'note' : 'note note-bad'} role="status">
          {failed === null ? common.loading : `${words.outbox.failed} ${failures[failed]}`}
        </p>
      </div>
    );
  return <Loaded overview={value} mayChange={mayChange} />;
}

function Loaded({ overview, mayChange }: { overview: NotificationOverview; mayChange: boolean }) {
  const words = useWords().notifications;
  const { connection, session } = useServices();
  /** A channel that is edited, or `new`. */
  const [open, setOpen] = useState<ChannelView | 'new' | null>(null);
  /** How many were given up by the newest change; null before the first. */
  const [saved, setSaved] = useState<number | null>(null);
  const { channels, otherDesks, notifications, attempts } = overview;
  const behind = channels.some(({ waiting }) => waiting > 0);

  const retry = () =>
    actAs({ request: connection.request, session }, (client, by, options) =>
      client.notifications.retryNow({ session: by }, options),
    ).catch(() => null);

  return (
    <div className="page-section notifications" data-testid="notifications">
      <header className="notifications-head">
        <div>
          <h3>{words.title}</h3>
          <p className="note">{mayChange ? words.intro : words.access.readOnly}</p>
        </div>
        {behind && (
          <button type="button" className="button" data-testid="retry-now" onClick={retry}>
            <RefreshCw aria-hidden="true" />
            {words.channels.retryNow}
          </button>
        )}
        {mayChange && (
          <button
            type="button"
            className="button button-primary"
            data-testid="channel-add"
            onClick={() => setOpen('new')}
          >
            <Plus aria-hidden="true" />
            {words.channels.add}
          </button>
        )}
      </header>
      <div role="status">
        {saved !== null && (
          <p className="note note-good">
            {words.form.saved} {saved > 0 && words.form.withdrawn({ count: saved })}
          </p>
        )}
      </div>
      {channels.length === 0 ? (
        <div className="notifications-none" data-testid="no-channels">
          <BellOff aria-hidden="true" />
          <div>
            <b>{words.channels.none}</b>
            <p>{words.channels.noneHint}</p>
          </div>
        </div>
      ) : (
        <>
          <div className="channel-cards">
            {channels.map((channel) => (
              <ChannelCard
                key={channel.id}
                channel={channel}
                onEdit={mayChange ? () => setOpen(channel) : null}
              />
            ))}
          </div>
          <TopicMap channels={channels} />
        </>
      )}
      {otherDesks.length > 0 && <OtherDesks desks={otherDesks} mayChange={mayChange} />}
      <OutboxTable notifications={notifications} channels={channels} />
      <AttemptTable attempts={attempts} channels={channels} />
      {open !== null && (
        <ChannelDialog
          channel={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={(withdrawn) => {
            setOpen(null);
            setSaved(withdrawn);
          }}
        />
      )}
    </div>
  );
}
