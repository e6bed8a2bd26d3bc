import { formatAge } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';

/** Every desk on duty: whether it can be heard and seen. */
export function SeatTable() {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { value: seats, failed } = useRevised('annunciation', (client, options) =>
    client.annunciation.seats(undefined, options),
  );
  if (failed !== null && seats === null)
    return <p className="note note-bad">{words.walkTest.loadFailed}</p>;
  return (
    <section className="page-section" data-testid="seats">
      <h3>{words.annunciation.seats}</h3>
      {seats === null || seats.length === 0 ? (
        <p className="note">{seats === null ? words.common.loading : words.annunciation.noSeats}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.annunciation.desk}</th>
              <th scope="col">{words.annunciation.operator}</th>
              <th scope="col">{words.annunciation.sound}</th>
              <th scope="col">{words.annunciation.screen}</th>
              <th scope="col">{words.annunciation.voice}</th>
              <th scope="col">{words.annunciation.tested}</th>
            </tr>
          </thead>
          <tbody>
            {seats.map((seat) => (
              <tr key={seat.source} data-testid="seat-row" data-sound={seat.sound}>
                <th scope="row">{seat.desk}</th>
                <td>{seat.operator}</td>
                <td className={seat.sound === 'ok' ? undefined : 'seat-bad'}>
                  {words.annunciation.verdicts[seat.sound]}
                </td>
                <td className={seat.display === 'visible' ? undefined : 'seat-bad'}>
                  {words.annunciation.displays[seat.display]}
                </td>
                <td>{seat.voice ? words.annunciation.hasVoice : words.annunciation.hasNoVoice}</td>
                <td
                  className="num"
                  title={seat.testedAt === null ? undefined : time.clock(seat.testedAt)}
                >
                  {seat.testedAt === null
                    ? words.annunciation.untested
                    : words.common.ago({ age: formatAge(now - seat.testedAt, language) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
