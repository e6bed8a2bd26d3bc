import type { AttemptView, ChannelView } from '#shared/contract/notificationViews.ts';
import { useEngineNow, useTime, useWords } from '../../../app/hooks.ts';
import { SentTable } from './SentTable.tsx';

/** Every time that something was sent, and what became of it. */
export function AttemptTable({
  attempts,
  channels,
}: {
  attempts: readonly AttemptView[];
  channels: readonly ChannelView[];
}) {
  const { attempts: words, outbox, outcomes, topics, problems } = useWords().notifications;
  const time = useTime();
  const now = useEngineNow(60_000);
  const names = new Map(channels.map(({ id, config }) => [id, config.name]));
  return (
    <SentTable
      testId="attempts"
      title={words.title}
      none={words.none}
      columns={[words.started, outbox.channel, outbox.topic, words.outcome]}
    >
      {attempts.map((attempt) => (
        <tr key={attempt.id} data-testid="attempt" data-outcome={attempt.outcome}>
          <td>{time.moment(attempt.startedAt, now)}</td>
          <td>{names.get(attempt.channelId) ?? outbox.removedChannel}</td>
          <td>
            {topics[attempt.topic]}
            <p>
              {attempt.purpose === 'test'
                ? words.test
                : words.notifications({ count: attempt.notifications })}
            </p>
          </td>
          <td>
            <span className="delivery-state" data-state={attempt.outcome ?? 'underWay'}>
              {outcomes[attempt.outcome ?? 'underWay']}
            </span>
            {attempt.problem !== null && <p>{problems[attempt.problem]?.what}</p>}
            {attempt.detail !== null && <p className="channel-said">{attempt.detail}</p>}
          </td>
        </tr>
      ))}
    </SentTable>
  );
}
