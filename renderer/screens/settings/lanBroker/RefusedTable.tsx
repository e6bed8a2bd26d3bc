import type { RefusedLogin } from '#shared/contract/lanBrokerViews.ts';
import { useEngineNow, useTime, useWords } from '../../../app/hooks.ts';
import { ScrollTable } from '../../../components/ScrollTable.tsx';

/** Who was not let in, and why: a device with an old secret, or somebody who tries. */
export function RefusedTable({
  refused,
  total,
}: {
  readonly refused: readonly RefusedLogin[];
  readonly total: number;
}) {
  const { refused: said, reasons } = useWords().lanBroker;
  const time = useTime();
  const now = useEngineNow();
  return (
    <section aria-label={said.title}>
      <h3>{said.title}</h3>
      <p className="note" data-testid="lan-refused-total">
        {total === 0 ? said.none : said.total({ count: total })}
      </p>
      {refused.length > 0 && (
        <ScrollTable label={said.title}>
          <table className="table" data-testid="lan-refused">
            <thead>
              <tr>
                <th scope="col">{said.address}</th>
                <th scope="col">{said.name}</th>
                <th scope="col">{said.reason}</th>
                <th scope="col">{said.count}</th>
                <th scope="col">{said.last}</th>
              </tr>
            </thead>
            <tbody>
              {refused.map(({ address, name, reason, count, lastAt }) => (
                <tr key={`${address} ${name} ${reason}`}>
                  <td className="mono">{address}</td>
                  <td>{name === '' ? said.noName : name}</td>
                  <td>{reasons[reason]}</td>
                  <td className="num">{count}</td>
                  <td className="num">{time.moment(lastAt, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </section>
  );
}
