import type { FeedGapView } from '#shared/contract/gapViews.ts';
import { gapProblem } from '#shared/i18n/detailText.ts';
import { useTime, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';

/** In words where they are the desk's own; what another machine said stands as it was said. */
function Problem({ text }: { text: string }) {
  const words = useWords();
  const said = gapProblem(text, words);
  return said === text ? (
    <p className="mono" lang="en">
      {text}
    </p>
  ) : (
    <p>{said}</p>
  );
}

/** What was not received while a way in was cut or the desk was off, and what came of it. */
export function GapTable({ gaps }: { gaps: readonly FeedGapView[] }) {
  const words = useWords();
  const time = useTime();
  const said = words.gaps;
  const until = ({ from, to }: FeedGapView) =>
    time.calendar(from) === time.calendar(to) ? time.clock(to) : moment(to);
  const moment = (at: number) => `${time.calendar(at)} ${time.clock(at)}`;
  return (
    <section className="section" data-testid="gaps">
      <header className="section-head">
        <h3>{said.title}</h3>
      </header>
      {gaps.length === 0 ? (
        <p className="note">{said.none}</p>
      ) : (
        <ScrollTable label={said.title}>
          <table className="table num">
            <thead>
              <tr>
                <th scope="col">{said.feed}</th>
                <th scope="col">{said.span}</th>
                <th scope="col">{said.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {gaps.map((gap) => (
                <tr key={gap.id} data-testid="gap" data-state={gap.state}>
                  <td>{gap.feed ?? said.deletedFeed}</td>
                  <td>
                    {moment(gap.from)} – {until(gap)}
                  </td>
                  <td>
                    {gap.state === 'filled'
                      ? `${said.states.filled} ${said.filled(gap)}`
                      : said.states[gap.state]}
                    {gap.problem !== null && <Problem text={gap.problem} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </section>
  );
}
