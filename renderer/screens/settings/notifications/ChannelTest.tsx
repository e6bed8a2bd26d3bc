import { Send } from 'lucide-react';
import { useState } from 'react';
import type { ChannelView, TestOutcome } from '#shared/contract/notificationViews.ts';
import { takesTopic } from '#shared/notifications/channel.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import { TOPICS_BY_URGENCY } from '#shared/notifications/urgency.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { ProblemText } from './ProblemText.tsx';

/** Sends a real message, and says in words what became of it. */
export function ChannelTest({ channel }: { channel: ChannelView }) {
  const { notifications, failures } = useWords();
  const words = notifications.test;
  const { connection, session } = useServices();
  const taken = TOPICS_BY_URGENCY.filter((topic) => takesTopic(channel.config.settings, topic));
  const [chosen, setChosen] = useState<NotificationTopic | null>(null);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const topic = taken.find((one) => one === chosen) ?? taken[0];
  if (topic === undefined || !channel.config.enabled) return null;

  const send = async () => {
    setBusy(true);
    setOutcome(null);
    setFailure(null);
    try {
      setOutcome(
        await actAs({ request: connection.request, session }, (client, by, options) =>
          client.notifications.test({ session: by, channelId: channel.id, topic }, options),
        ),
      );
    } catch (error) {
      setFailure(failureOf(error).code);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="channel-test">
      <div className="field-row">
        <select
          className="input"
          aria-label={words.topic}
          data-testid="test-topic"
          value={topic}
          onChange={(event) => setChosen(event.target.value as NotificationTopic)}
        >
          {taken.map((one) => (
            <option key={one} value={one}>
              {notifications.topics[one]}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button"
          data-testid="test-send"
          disabled={busy}
          onClick={send}
        >
          <Send aria-hidden="true" />
          {busy ? words.sending : words.send}
        </button>
      </div>
      <div role="status" data-testid="test-outcome" data-done={outcome?.done}>
        {outcome?.done === true && <p className="note note-good">{words.done}</p>}
        {outcome?.done === false &&
          ('problem' in outcome ? (
            <>
              <p className="note note-bad">{words.failed}</p>
              {/* The card above says it already, unless something worse is wrong with the channel. */}
              {outcome.problem.code !== channel.problem?.code && (
                <ProblemText problem={outcome.problem} />
              )}
            </>
          ) : (
            <p className="note note-bad">{notifications.refusals[outcome.refusal]}</p>
          ))}
        {failure !== null && (
          <p className="note note-bad">
            {words.failed} {failures[failure]}
          </p>
        )}
      </div>
    </div>
  );
}
