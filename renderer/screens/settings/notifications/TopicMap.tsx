import { Check, Minus } from 'lucide-react';
import type { ChannelView } from '#shared/contract/notificationViews.ts';
import { takesTopic } from '#shared/notifications/channel.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import { TOPICS_BY_URGENCY } from '#shared/notifications/urgency.ts';
import { useWords } from '../../../app/hooks.ts';

/** Which channel tells of what, so that a topic which reaches nobody is seen. */
export function TopicMap({ channels }: { channels: readonly ChannelView[] }) {
  const words = useWords().notifications;
  const takers = (topic: NotificationTopic) =>
    channels.filter(({ config }) => config.enabled && takesTopic(config.settings, topic));
  return (
    <section className="section" data-testid="topic-map">
      <h3>{words.channels.mapping}</h3>
      <p className="note">{words.channels.mappingHint}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.channels.topic}</th>
            {channels.map(({ id, config }) => (
              <th key={id} scope="col">
                {config.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TOPICS_BY_URGENCY.map((topic) => (
            <tr key={topic} data-topic={topic} data-nobody={takers(topic).length === 0}>
              <th scope="row">
                {words.topics[topic]}
                <p>{words.topicHints[topic]}</p>
                {takers(topic).length === 0 && (
                  <p className="topic-nobody">{words.channels.nobody}</p>
                )}
              </th>
              {channels.map((channel) => (
                <td key={channel.id}>
                  <TopicCell channel={channel} topic={topic} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TopicCell({ channel, topic }: { channel: ChannelView; topic: NotificationTopic }) {
  const words = useWords().notifications.channels;
  const { enabled, settings } = channel.config;
  if (!enabled || !takesTopic(settings, topic))
    return (
      <span className="topic-cell" data-tells="false">
        <Minus aria-hidden="true" />
        {words.tellsNot}
      </span>
    );
  const count = settings.kind === 'email' ? settings.recipients[topic].length : null;
  return (
    <span className="topic-cell" data-tells="true">
      <Check aria-hidden="true" />
      {count === null ? words.tells : words.recipients({ count })}
    </span>
  );
}
