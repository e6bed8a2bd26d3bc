import type { WalkTestSummary } from '#shared/contract/walkTestViews.ts';
import { percentOf } from '#shared/walkTest/coverage.ts';
import { useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';

/** What was tested before, newest first. */
export function PastTests({
  tests,
  onOpen,
}: {
  tests: readonly WalkTestSummary[];
  onOpen: (id: string) => void;
}) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  return (
    <section className="page-section" data-testid="walk-past">
      <h3>{words.walkTest.past}</h3>
      {tests.length === 0 ? (
        <p className="note">{words.walkTest.noPast}</p>
      ) : (
        <ScrollTable label={words.walkTest.past}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.walkTest.when}</th>
                <th scope="col">{words.walkTest.reason}</th>
                <th scope="col">{words.walkTest.who}</th>
                <th scope="col">{words.walkTest.device}</th>
                <th scope="col">{words.walkTest.coverage}</th>
                <th scope="col">{words.walkTest.ended}</th>
                <th scope="col">{words.walkTest.signedBy}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {tests.map((test) => (
                <tr key={test.id} data-testid="walk-past-row" data-test-id={test.id}>
                  <th scope="row" className="num">
                    {time.moment(test.begunAt, now)}
                  </th>
                  <td>{test.note}</td>
                  <td>{test.by}</td>
                  <td className="num">{words.floors.devices({ count: test.devices })}</td>
                  <td className="num">
                    {words.walkTest.coverageOf({
                      percent: percentOf(test.coverage),
                      ...test.coverage,
                    })}
                  </td>
                  <td>
                    {test.end === null ? words.walkTest.running : words.walkTest.ends[test.end]}
                  </td>
                  <td>{test.signedBy ?? words.walkTest.unsigned}</td>
                  <td>
                    <button
                      type="button"
                      className="button button-small"
                      data-testid="walk-show"
                      aria-label={`${words.walkTest.show}: ${test.note}`}
                      onClick={() => onOpen(test.id)}
                    >
                      {words.walkTest.show}
                    </button>
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
