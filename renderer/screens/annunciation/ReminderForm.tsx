import { type FormEvent, useEffect, useState } from 'react';
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmClass } from '#shared/alarms/alarm.ts';
import { type AnnunciationSettings, MAX_RESOUND_MINUTES } from '#shared/annunciation/settings.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { useRevised } from '../../state/revised.ts';

const DAY_S = 86_400;
const DEFAULT_NO_SEAT_MINUTES = 5;

function NumberCell({
  label,
  testId,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  testId: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <input
      type="number"
      className="input"
      aria-label={label}
      data-testid={testId}
      required
      min={min}
      max={max}
      step={1}
      value={Number.isNaN(value) ? '' : value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}

/** When silence ends and how the sound grows, for every desk of the site. An administrator's. */
export function ReminderForm() {
  const words = useWords();
  const { connection, session } = useServices();
  const { value } = useRevised('annunciation', (client, options) =>
    client.annunciation.settings(undefined, options),
  );
  const [edited, setEdited] = useState<AnnunciationSettings | null>(null);
  const [outcome, setOutcome] = useState<'saved' | FailureCode | null>(null);
  useEffect(() => {
    if (value !== null) setEdited((before) => before ?? value);
  }, [value]);
  if (edited === null) return <p className="note">{words.common.loading}</p>;

  const ordered = ALARM_CLASSES.every(
    (one) => edited.growSeconds[one].louder < edited.growSeconds[one].insistent,
  );
  const grow = (one: AlarmClass, change: { louder?: number; insistent?: number }) =>
    setEdited({
      ...edited,
      growSeconds: { ...edited.growSeconds, [one]: { ...edited.growSeconds[one], ...change } },
    });

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(null);
    try {
      const saved = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          client.annunciation.change({ session: token, settings: edited }, options),
      );
      if (saved !== null) setOutcome('saved');
    } catch (error) {
      setOutcome(failureOf(error).code);
    }
  };

  return (
    <section className="page-section" data-testid="reminders">
      <h3>{words.annunciation.reminders}</h3>
      <p className="note">{words.annunciation.remindersHint}</p>
      <form className="form reminder-form" onSubmit={save}>
        <table className="table">
          <thead>
            <tr>
              <td />
              <th scope="col">{words.annunciation.resound}</th>
              <th scope="col">{words.annunciation.louder}</th>
              <th scope="col">{words.annunciation.insistent}</th>
              <th scope="col">{words.annunciation.noteFrom}</th>
            </tr>
          </thead>
          <tbody>
            {ALARM_CLASSES.map((one) => (
              <tr key={one}>
                <th scope="row">
                  <ClassMark alarmClass={one} /> {words.classes[one]}
                </th>
                <td>
                  <NumberCell
                    label={`${words.classes[one]} ${words.annunciation.resound}`}
                    testId={`resound-${one}`}
                    min={1}
                    max={MAX_RESOUND_MINUTES}
                    value={edited.resoundMinutes[one]}
                    onChange={(minutes) =>
                      setEdited({
                        ...edited,
                        resoundMinutes: { ...edited.resoundMinutes, [one]: minutes },
                      })
                    }
                  />
                </td>
                <td>
                  <NumberCell
                    label={`${words.classes[one]} ${words.annunciation.louder}`}
                    testId={`louder-${one}`}
                    min={5}
                    max={DAY_S}
                    value={edited.growSeconds[one].louder}
                    onChange={(louder) => grow(one, { louder })}
                  />
                </td>
                <td>
                  <NumberCell
                    label={`${words.classes[one]} ${words.annunciation.insistent}`}
                    testId={`insistent-${one}`}
                    min={10}
                    max={DAY_S}
                    value={edited.growSeconds[one].insistent}
                    onChange={(insistent) => grow(one, { insistent })}
                  />
                </td>
                <td>
                  <select
                    className="input"
                    aria-label={`${words.classes[one]} ${words.annunciation.noteFrom}`}
                    data-testid={`note-from-${one}`}
                    value={edited.noteFrom[one] ?? ''}
                    onChange={({ target }) => {
                      const from = ALARM_PRIORITIES.find((priority) => priority === target.value);
                      setEdited({
                        ...edited,
                        noteFrom: { ...edited.noteFrom, [one]: from ?? null },
                      });
                    }}
                  >
                    <option value="">{words.annunciation.noteOptional}</option>
                    {ALARM_PRIORITIES.map((priority) => (
                      <option key={priority} value={priority}>
                        {words.annunciation.noteRequiredFrom({
                          priority: words.priorities[priority],
                        })}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="field">
          <label className="check">
            <input
              type="checkbox"
              data-testid="no-seat-on"
              checked={edited.noSeatMinutes !== null}
              onChange={(event) =>
                setEdited({
                  ...edited,
                  noSeatMinutes: event.target.checked ? DEFAULT_NO_SEAT_MINUTES : null,
                })
              }
            />
            {words.annunciation.noSeatOn}
          </label>
          {edited.noSeatMinutes !== null && (
            <span className="check">
              {words.annunciation.noSeat}
              <NumberCell
                label={words.annunciation.noSeat}
                testId="no-seat-minutes"
                min={1}
                max={120}
                value={edited.noSeatMinutes}
                onChange={(noSeatMinutes) => setEdited({ ...edited, noSeatMinutes })}
              />
            </span>
          )}
        </div>
        {!ordered && <p className="note note-bad">{words.annunciation.growthOrder}</p>}
        {outcome !== null && (
          <p
            className={outcome === 'saved' ? 'note note-good' : 'note note-bad'}
            role="status"
            data-testid="reminders-outcome"
          >
            {outcome === 'saved'
              ? words.annunciation.saved
              : `${words.annunciation.saveFailed} ${words.failures[outcome]}`}
          </p>
        )}
        <div className="form-buttons">
          <button
            type="submit"
            className="button button-primary"
            data-testid="reminders-save"
            disabled={!ordered}
          >
            {words.annunciation.save}
          </button>
        </div>
      </form>
    </section>
  );
}
