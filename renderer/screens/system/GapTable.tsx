import type { FeedGapView } from '#shared/contract/gapViews.ts';
import { useTime, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';

/** What was not received while a way in was cut or the desk was off, and what came of it. */
export function GapTable({ gaps }: { gaps: readonly FeedGapView[] }) {
  const words = useWords();
  const time = useTime();
  const said = words.gaps;
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
                    {moment(gap.from)} – {moment(gap.to)}
                  </td>
                  <td>
                    {gap.state === 'filled'
                      ? `${said.states.filled} ${said.filled(gap)}`
                      : said.states[gap.state]}
                    {gap.problem !== null && <p>{gap.problem}</p>}
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
