import { Footprints } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { WALK_TEST_MODES, type WalkTestMode } from '#shared/contract/walkTestViews.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { useDesk, useServices, useWords } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { failureOf } from '../../state/engineClient.ts';
import { DevicePicker } from './DevicePicker.tsx';

const HOUR_MS = 3_600_000;
const MAX_HOURS = WALK_TEST_LIMITS.maximumMs / HOUR_MS;

/** A supervisor chooses what is tested, how it sounds, why, and for how long at most. */
export function BeginTest() {
  const words = useWords();
  const { connection, session } = useServices();
  const devices = useDesk((desk) => desk.devices);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState<WalkTestMode>('silent');
  const [note, setNote] = useState('');
  const [hours, setHours] = useState(WALK_TEST_LIMITS.ordinaryMs / HOUR_MS);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const complete =
    chosen.size > 0 && chosen.size <= WALK_TEST_LIMITS.devices && note.trim().length >= 2;

  const nameOf = (id: string) => devices.get(id)?.placement?.name ?? id;

  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !complete) return;
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          client.walkTest.begin(
            {
              session: token,
              deviceIds: [...chosen],
              mode,
              note: note.trim(),
              forMs: hours * HOUR_MS,
            },
            options,
          ),
      );
      if (outcome?.done === false)
        setProblem(
          [words.walkTest.refusals[outcome.refusal], outcome.deviceIds.map(nameOf).join(', ')]
            .filter((part) => part !== '')
            .join(' '),
        );
    } catch (error) {
      setProblem(words.walkTest.actFailed({ why: words.failures[failureOf(error).code] }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="page-section" data-testid="walk-begin">
      <h3>{words.walkTest.begin}</h3>
      <p className="note">{words.walkTest.beginHint}</p>
      <form className="form" onSubmit={begin}>
        <DevicePicker chosen={chosen} onChange={setChosen} />
        <div className="walk-filters">
          <fieldset className="field">
            <legend>{words.walkTest.mode}</legend>
            {WALK_TEST_MODES.map((one) => (
              <label key={one} className="check">
                <input
                  type="radio"
                  name="walk-mode"
                  data-testid={`walk-mode-${one}`}
                  checked={mode === one}
                  onChange={() => setMode(one)}
                />
                {words.walkTest.modes[one]}
              </label>
            ))}
          </fieldset>
          <label className="field">
            {words.walkTest.note}
            <input
              className="input"
              data-testid="walk-note"
              maxLength={500}
              required
              placeholder={words.walkTest.notePlaceholder}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
          <label className="field">
            {words.walkTest.hours}
            <input
              type="number"
              className="input"
              data-testid="walk-hours"
              min={1}
              max={MAX_HOURS}
              step={1}
              required
              value={hours}
              onChange={(event) =>
                setHours(Math.max(1, Math.min(MAX_HOURS, Math.round(Number(event.target.value)))))
              }
            />
          </label>
        </div>
        {problem !== null && (
          <p className="note note-bad" role="alert" data-testid="walk-problem">
            {problem}
          </p>
        )}
        <div className="form-buttons">
          <button
            type="submit"
            className="button button-primary"
            data-testid="walk-start"
            disabled={busy || !complete}
          >
            <Footprints aria-hidden="true" />
            {busy ? words.walkTest.starting : words.walkTest.start}
          </button>
        </div>
      </form>
    </section>
  );
}
