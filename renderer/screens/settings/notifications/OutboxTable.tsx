import type {
  ChannelView,
  DeliveryView,
  NotificationView,
} from '#shared/contract/notificationViews.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useEngineNow, useTime, useWords } from '../../../app/hooks.ts';
import { SentTable } from './SentTable.tsx';

export function OutboxTable({
  notifications,
  channels,
}: {
  notifications: readonly NotificationView[];
  channels: readonly ChannelView[];
}) {
  const words = useWords().notifications.outbox;
  const { topics } = useWords().notifications;
  const time = useTime();
  const now = useEngineNow(60_000);
  const names = new Map(channels.map(({ id, config }) => [id, config.name]));
  return (
    <SentTable
      testId="outbox"
      title={words.title}
      none={words.none}
      columns={[words.queued, words.what, words.topic, words.state]}
    >
      {notifications.map((one) => (
        <tr key={one.id} data-testid="outbox-row">
          <td>{time.moment(one.queuedAt, now)}</td>
          <td>
            <What notification={one} />
          </td>
          <td>{topics[one.topic]}</td>
          <td>
            <Deliveries deliveries={one.deliveries} names={names} now={now} />
          </td>
        </tr>
      ))}
    </SentTable>
  );
}

function What({ notification }: { notification: NotificationView }) {
  const words = useWords();
  const { outbox, reasonWords } = words.notifications;
  const { alarm, reason, step, priority } = notification;
  const about = [reasonWords[reason], step === null ? null : outbox.step({ count: step })];
  return (
    <>
      <b className="level-word" data-level={priority}>
        {words.priorities[priority]}
      </b>{' '}
      <b>{alarm === null ? words.notifications.message.summary : words.kinds[alarm.kind]}</b>
      <p>
        {[alarm === null ? null : (alarm.deviceName ?? alarm.deviceId), ...about]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
    </>
  );
}

function Deliveries({
  deliveries,
  names,
  now,
}: {
  deliveries: readonly DeliveryView[];
  names: ReadonlyMap<string, string>;
  now: number;
}) {
  const words = useWords().notifications;
  if (deliveries.length === 0)
    return (
      <span className="delivery" data-state="nobody">
        <b>{words.outbox.toldNobody}</b>
        <p>{words.outbox.toldNobodyHint}</p>
      </span>
    );
  return deliveries.map((one) => (
    <div key={one.channelId} className="delivery" data-state={one.state}>
      <span className="delivery-state" data-state={shownState(one)}>
        {stateWord(one, words)}
      </span>{' '}
      {names.get(one.channelId) ?? words.outbox.removedChannel}
      {one.attempts > 1 && ` · ${words.outbox.attempts({ count: one.attempts })}`}
      {one.problem !== null && one.state === 'waiting' && (
        <p>{wordOf(whatOf(words.problems), one.problem)}</p>
      )}
      <OtherDeskNote delivery={one} now={now} />
    </div>
  ));
}

/** What another desk of the site has to do with it. */
function OtherDeskNote({ delivery, now }: { delivery: DeliveryView; now: number }) {
  const { outbox } = useWords().notifications;
  const time = useTime();
  const { state, heldUntil, toldBy } = delivery;
  const told = toldBy && { desk: toldBy.desk, time: time.moment(toldBy.at, now) };
  return (
    <>
      {heldUntil !== null && <p>{outbox.heldUntil({ time: time.moment(heldUntil, now) })}</p>}
      {told && <p>{state === 'withdrawn' ? outbox.toldBy(told) : outbox.partlyToldBy(told)}</p>}
    </>
  );
}

const isToldElsewhere = ({ state, toldBy }: DeliveryView) =>
  state === 'withdrawn' && toldBy !== null;

function shownState(delivery: DeliveryView): string {
  return isToldElsewhere(delivery) ? 'toldElsewhere' : delivery.state;
}

function stateWord(delivery: DeliveryView, words: Words['notifications']): string {
  if (isToldElsewhere(delivery)) return words.toldElsewhere;
  return delivery.heldUntil === null ? words.states[delivery.state] : words.held;
}

const whatOf = (problems: Readonly<Record<string, { readonly what: string }>>) =>
  Object.fromEntries(Object.entries(problems).map(([code, { what }]) => [code, what]));
