import { CornerLeftUp, Flag } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useDesk, usePlaceName, useServices, useTime, useWords } from '../../app/hooks.ts';
import { followersIn, leadOf } from '../../state/burst.ts';
import { showDevice } from '../../state/view.ts';

/** In the alarm's row: the first of its burst, or how much later than the first. */
export function FirstOutChip({ alarm, followers }: { alarm: AlarmRecord; followers: number }) {
  const { firstOut: words } = useWords();
  const lead = leadOf(alarm);
  if (lead !== null) {
    return (
      <span className="burst-chip num" data-testid="burst-follower" title={words.afterHint}>
        {words.after({ seconds: lead.seconds })}
      </span>
    );
  }
  if (followers === 0) return null;
  return (
    <span className="burst-chip" data-first="true" data-testid="burst-first" title={words.hint}>
      <Flag aria-hidden="true" />
      {words.first}
    </span>
  );
}

/** In the drawer: what came before this alarm behind the same panel, and the way there. */
export function BurstLine({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const time = useTime();
  const { view, desk } = useServices();
  const lead = leadOf(alarm);
  const place = usePlaceName(lead?.deviceId ?? alarm.deviceId);
  const first = useDesk((state) => state.alarms.get(lead?.id ?? ''));
  const panel = useDesk(
    (state) => state.devices.get(alarm.deviceId)?.placement?.upstreamPanel ?? null,
  );
  const followers = useDesk((state) => followersIn(state.alarms.values()).get(alarm.id) ?? 0);
  if (lead === null) {
    return followers === 0 ? null : (
      <p className="burst-line" data-testid="burst-line">
        <Flag aria-hidden="true" />
        {words.firstOut.isFirst({ count: followers + 1 })}
      </p>
    );
  }
  return (
    <p className="burst-line" data-testid="burst-line">
      <CornerLeftUp aria-hidden="true" />
      <span>
        {panel === null ? words.firstOut.inZone : words.firstOut.behindPanel({ panel })}{' '}
        <b>
          {place.name} {wordOf(words.kinds, lead.kind)}
        </b>{' '}
        <span className="num">
          {time.clock(lead.onsetAt)} ({words.firstOut.after({ seconds: lead.seconds })})
        </span>
        {first === undefined && <small> {words.firstOut.over}</small>}
      </span>
      {first !== undefined && (
        <button
          type="button"
          className="button button-small"
          data-testid="go-to-first"
          onClick={() => {
            const placement = desk.getState().devices.get(first.deviceId)?.placement;
            showDevice(view, { id: first.deviceId, floorId: placement?.floorId ?? null }, first.id);
          }}
        >
          {words.firstOut.go}
          <kbd>O</kbd>
        </button>
      )}
    </p>
  );
}
