import type { FeedStatus } from '#shared/contract/views.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';

/** The problem in the operator's words with what to do; the engine's own sentence below, for whoever mends it. */
export function FeedProblem({ feed, detail }: { feed: FeedStatus; detail: boolean }) {
  const words = useWords();
  const { problem, problemCode } = feed;
  // A code that is newer than this page has no words here.
  const known = problemCode === undefined ? undefined : words.feedProblems[problemCode];
  if (problem === null && known === undefined) return words.common.none;
  return (
    <div className="feed-problem" data-testid="feed-problem" data-code={problemCode}>
      {known !== undefined && (
        <>
          <b>{known.what}</b>
          <p>{known.toDo}</p>
        </>
      )}
      {problem !== null && (detail || known === undefined) && (
        <p className="feed-detail mono">{problem}</p>
      )}
    </div>
  );
}

export function FeedTable({
  feeds,
  titled = true,
}: {
  feeds: readonly FeedStatus[];
  /** Whether it says what it is; not where its heading stands above it. */
  titled?: boolean;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  return (
    <section className="section" data-testid="feeds">
      {titled && <h3>{words.system.feeds}</h3>}
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
                <td>
                  <FeedProblem feed={feed} detail={true} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
