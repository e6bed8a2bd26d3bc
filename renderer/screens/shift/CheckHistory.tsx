import { ArrowLeft } from 'lucide-react';
import type { CheckHistoryEntry } from '#shared/contract/shiftViews.ts';
import { type CheckListName, periodText } from '#shared/shift/checkLists.ts';
import { useTime, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { CheckItems, Signature } from './CheckListPanel.tsx';
import { Failure } from './Failure.tsx';

export interface ListOfPeriod {
  readonly list: CheckListName;
  readonly period: string;
}

/** A list of the past, exactly as it was signed. */
export function SignedList({ of, onClose }: { of: ListOfPeriod; onClose: () => void }) {
  const words = useWords();
  const { checks } = words.shift;
  const { value, failed } = useRevised(
    'shift',
    (client, options) => client.shift.signedCheck(of, options),
    `${of.list} ${of.period}`,
  );
  return (
    <section className="page-section" data-testid="signed-list">
      <button type="button" className="button screen-only" onClick={onClose}>
        <ArrowLeft aria-hidden="true" />
        {checks.back}
      </button>
      <h3>
        {checks.lists[of.list]} <span className="num muted">{periodText(of.list, of.period)}</span>
      </h3>
      <Failure code={failed} />
      {value !== null && (
        <div className="section">
          <CheckItems view={value} onAnswer={null} busy={false} />
          {value.signature !== null && <Signature signature={value.signature} />}
        </div>
      )}
    </section>
  );
}

/** Which lists were signed by whom, and which nobody signed. */
export function CheckHistory({
  entries,
  onOpen,
}: {
  entries: readonly CheckHistoryEntry[];
  onOpen: (of: ListOfPeriod) => void;
}) {
  const words = useWords();
  const time = useTime();
  const { checks } = words.shift;
  if (entries.length === 0) return <p className="note">{checks.noHistory}</p>;
  return (
    <table className="table num">
      <thead>
        <tr>
          <th scope="col">{checks.period}</th>
          <th scope="col">{checks.list}</th>
          <th scope="col">{checks.signature}</th>
          <th scope="col">{checks.problem}</th>
          <th scope="col" className="screen-only">
            <span className="sr-only">{checks.open}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ list, period, signature, problems }) => (
          <tr key={`${list} ${period}`} data-testid="check-past" data-signed={signature !== null}>
            <th scope="row">{periodText(list, period)}</th>
            <td>{checks.lists[list]}</td>
            <td>
              {signature === null ? (
                <span className="late">{checks.missed}</span>
              ) : (
                <>
                  {signature.by} {time.date(signature.at)} {time.minutes(signature.at)}
                  {signature.late && <span className="late"> {checks.late}</span>}
                </>
              )}
            </td>
            <td>{problems > 0 ? checks.problems({ count: problems }) : ''}</td>
            <td className="screen-only">
              {signature !== null && (
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => onOpen({ list, period })}
                >
                  {checks.open}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
