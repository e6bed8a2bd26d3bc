import type { FeedStatus } from '#shared/contract/views.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';

export function FeedTable({ feeds }: { feeds: readonly FeedStatus[] }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  return (
    <section className="section" data-testid="feeds">
      <h3>{words.system.feeds}</h3>
      {feeds.length === 0 ? (
        <p className="note">{words.system.noFeeds}</p>
      ) : (
        <table className="table num">
          <thead>
            <tr>
              <th scope="col">{words.system.feedState}</th>
              <th scope="col">{words.system.feedAddress}</th>
              <th scope="col">{words.system.feedLast}</th>
              <th scope="col">{words.system.feedProblem}</th>
            </tr>
          </thead>
          <tbody>
            {feeds.map((feed) => (
              <tr key={feed.id} data-state={feed.state}>
                <td>
                  <span className="feed-state" data-state={feed.state}>
                    {words.feedStates[feed.state]}
                  </span>{' '}
                  {words.common.since({ time: time.moment(feed.since, now) })}
                </td>
                <td className="mono">{feed.address}</td>
                <td>
                  {feed.lastFrameAt === null
                    ? words.common.none
                    : words.common.ago({ age: formatAge(now - feed.lastFrameAt, language) })}
                </td>
                <td>{feed.problem ?? words.common.none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
