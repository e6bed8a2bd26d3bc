import { type FormEvent, useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useDesk, usePlaceName, useServices, useView, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { actAs } from '../../state/actAs.ts';
import { failureOf } from '../../state/engineClient.ts';
import type { Investigating } from '../../state/view.ts';

const RESULTS = ['noHazard', 'hazard'] as const;
type Result = (typeof RESULTS)[number];

function InvestigationForm({
  alarm,
  what,
  onDone,
}: {
  alarm: AlarmRecord;
  what: Investigating['what'];
  onDone: () => void;
}) {
  const all = useWords();
  const words = all.escalation;
  const place = usePlaceName(alarm.deviceId);
  const { connection, session } = useServices();
  const [result, setResult] = useState<Result | null>(what === 'confirm' ? 'hazard' : null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const chosen = result;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || chosen === null) return;
    setBusy(true);
    setRefused(null);
    const { id: alarmId } = alarm;
    try {
      const answer = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          what === 'confirm'
            ? client.escalation.confirmHazard({ session: token, alarmId, note }, options)
            : client.escalation.reportInvestigated(
                { session: token, alarmId, result: chosen, note },
                options,
              ),
      );
      if (answer?.done) onDone();
      else if (answer) setRefused(words.refusals[answer.refusal]);
    } catch (error) {
      setRefused(all.failures[failureOf(error).code]);
    }
    setBusy(false);
  }

  return (
    <form className="form" onSubmit={submit}>
      <p className="choice-subject">
        <b>{all.kinds[alarm.kind]}</b> {place.where} · {place.name}
      </p>
      {what === 'report' && (
        <fieldset className="field choices choices-stacked">
          {RESULTS.map((one, index) => (
            <label className="check choice" key={one} data-chosen={result === one}>
              <input
                type="radio"
                name="result"
                data-testid={`result-${one}`}
                {...(index === 0 ? { 'data-first': '' } : {})}
                checked={result === one}
                onChange={() => setResult(one)}
              />
              <span>
                <b>{words[one]}</b>
                <small>{words[`${one}Hint`]}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <label className="field">
        {words.note}
        <input
          className="input"
          data-testid="investigation-note"
          maxLength={2000}
          placeholder={result === 'hazard' ? words.hazardNoteHint : words.noteHint}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {refused !== null && (
        <p className="note note-bad" role="alert" data-testid="investigation-refused">
          {refused}
        </p>
      )}
      <div className="form-buttons">
        <button type="button" className="button" onClick={onDone}>
          {all.common.cancel}
        </button>
        <button
          type="submit"
          className={`button ${result === 'hazard' ? 'button-hazard' : 'button-primary'}`}
          data-testid="investigation-submit"
          // Whoever saw fire and pressed F has only Enter to press.
          {...(what === 'confirm' ? { 'data-first': '' } : {})}
          disabled={busy || result === null}
        >
          {result === 'hazard' ? words.confirmSubmit : words.reportSubmit}
        </button>
      </div>
    </form>
  );
}

/** "It is real", or what was found; for the alarm that was meant when it was opened. */
export function InvestigationDialog() {
  const { escalation: words } = useWords();
  const { view } = useServices();
  const asked = useView((state) => state.investigating);
  const alarm = useDesk((desk) => (asked === null ? undefined : desk.alarms.get(asked.alarmId)));
  if (asked === null || alarm === undefined) return null;
  const close = () => view.setState({ investigating: null });
  const confirms = asked.what === 'confirm';
  return (
    <Modal
      title={confirms ? words.confirmTitle : words.reportTitle}
      intro={confirms ? words.confirmIntro : words.reportIntro}
      testId="investigation-dialog"
      onClose={close}
    >
      <InvestigationForm key={alarm.id} alarm={alarm} what={asked.what} onDone={close} />
    </Modal>
  );
}
