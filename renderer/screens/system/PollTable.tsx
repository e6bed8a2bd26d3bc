import type { BusPolls, UnitPolls } from '#shared/contract/pollViews.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';

/** Nobody answers whom nobody asks. */
function UnitState({ open, unit }: { open: boolean; unit: UnitPolls }) {
  const words = useWords().polls;
  const state = !open ? 'busDown' : unit.away ? 'away' : unit.answered > 0 ? 'answering' : 'notYet';
  return (
    <span className="feed-state" data-state={FEED_STATE[state]}>
      {words[state]}
    </span>
  );
}

/** In the colours and marks of a way in. */
const FEED_STATE = {
  busDown: 'down',
  away: 'down',
  answering: 'connected',
  notYet: 'connecting',
} as const;

/** How each unit of each bus answers: a bad line shows in its figures before anything is missing. */
export function PollTable({ buses }: { buses: readonly BusPolls[] }) {
  const words = useWords().polls;
  const language = useLanguage();
  const whole = (count: number) => formatNumber(count, 0, language);
  const answered = ({ asked, answered: count }: UnitPolls) =>
    asked === 0
      ? whole(count)
      : words.ofAll({
          count: whole(count),
          share: formatNumber((100 * count) / asked, 1, language),
        });
  if (buses.length === 0) return null;
  return (
    <section className="section" data-testid="polls">
      <header className="section-head">
        <h3>{words.title}</h3>
        <p className="note">{words.hint}</p>
      </header>
      <ScrollTable label={words.title}>
        <table className="table num">
          <thead>
            <tr>
              <th scope="col">{words.bus}</th>
              <th scope="col">{words.unit}</th>
              <th scope="col">{words.devices}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.asked}</th>
              <th scope="col">{words.answered}</th>
              <th scope="col">{words.timedOut}</th>
              <th scope="col">{words.garbled}</th>
              <th scope="col">{words.refused}</th>
            </tr>
          </thead>
          <tbody>
            {buses.flatMap(({ feed, address, open, units }) =>
              units.map((unit) => (
                <tr key={`${feed} ${unit.unit}`} data-testid="poll" data-unit={unit.unit}>
                  <td className="mono">{address}</td>
                  <td>{unit.unit}</td>
                  <td>{unit.devices.join(', ')}</td>
                  <td>
                    <UnitState open={open} unit={unit} />
                  </td>
                  <td>{whole(unit.asked)}</td>
                  <td>{answered(unit)}</td>
                  <td>{whole(unit.timedOut)}</td>
                  <td>{whole(unit.garbled)}</td>
                  <td>{whole(unit.refused)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </ScrollTable>
    </section>
  );
}
