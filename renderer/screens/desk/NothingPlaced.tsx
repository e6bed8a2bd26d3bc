import { Cable, MapPinPlus, ServerCog, TriangleAlert } from 'lucide-react';
import { useDesk, useServices, useView, useWords } from '../../app/hooks.ts';

/** Over the plan of a site without a single placed device: why it is empty, and the next thing to do. */
export function NothingPlaced() {
  const words = useWords();
  const { view } = useServices();
  const status = useDesk((desk) => desk.status);
  const inboxOpen = useView((state) => state.inboxOpen);
  if (status === null || status.expected > 0 || inboxOpen) return null;
  const { feeds, inbox } = status;
  const down = feeds.every((feed) => feed.state !== 'connected');
  const why =
    inbox > 0
      ? words.map.waitingToBePlaced({ count: inbox })
      : feeds.length === 0
        ? words.map.noFeed
        : down
          ? words.map.feedDown
          : words.map.awaitingDevices;
  return (
    <div className="nothing-placed">
      <div className="nothing-placed-card" data-testid="nothing-placed" role="status">
        <TriangleAlert aria-hidden="true" />
        <strong>{words.map.nothingPlaced}</strong>
        <p>{why}</p>
        {inbox > 0 ? (
          <button
            type="button"
            className="button button-primary"
            data-testid="open-inbox"
            onClick={() => view.setState({ inboxOpen: true, drawerOpen: false })}
          >
            <MapPinPlus aria-hidden="true" />
            {words.map.openInbox}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            data-testid={feeds.length === 0 ? 'open-connections' : 'open-system'}
            onClick={() =>
              view.setState(
                feeds.length === 0
                  ? { screen: 'settings', section: 'connections' }
                  : { screen: 'system' },
              )
            }
          >
            {feeds.length === 0 ? <Cable aria-hidden="true" /> : <ServerCog aria-hidden="true" />}
            {feeds.length === 0 ? words.connections.title : words.nav.system}
          </button>
        )}
      </div>
    </div>
  );
}
