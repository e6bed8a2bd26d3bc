import { type FormEvent, useState } from 'react';
import type { AttendedView, EscalationStatus } from '#shared/contract/escalationViews.ts';
import { Modal } from '../components/Modal.tsx';
import { actAs } from '../state/actAs.ts';
import { type EngineClient, type FailureCode, failureOf } from '../state/engineClient.ts';
import { spanText } from '../state/escalationText.ts';
import { useDesk, useEngineNow, useServices, useTime, useView, useWords } from './hooks.ts';

const HOURS = [1, 2, 4, 8, 12] as const;
const HOUR_MS = 3_600_000;
/** The longest at all; by day the end of the day hours comes first. */
const LONGEST = 12;

type Ask = (
  client: EngineClient,
  session: string,
  options: { readonly signal: AbortSignal },
) => Promise<unknown>;

function NowAttended({ attended }: { attended: AttendedView }) {
  const { escalation: words } = useWords();
  const time = useTime();
  const { by: name, since, until } = attended;
  return (
    <p className="note">
      {words.nowAttended({ name, since: time.minutes(since), until: time.minutes(until) })}
    </p>
  );
}

function ModeForm({ status, onDone }: { status: EscalationStatus; onDone: () => void }) {
  const all = useWords();
  const words = all.escalation;
  const time = useTime();
  const now = useEngineNow(60_000);
  const { connection, session } = useServices();
  const [chosen, setChosen] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const { attended, dayEndsAt, delayed } = status;
  const until = (count: number) => now + count * HOUR_MS;
  const offered = HOURS.filter((count) => dayEndsAt === null || until(count) < dayEndsAt);
  // A working day, or as much of it as is left.
  const hours = chosen ?? (dayEndsAt === null ? 8 : LONGEST);

  async function send(ask: Ask): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const done = await actAs(
        { request: connection.request, session },
        async (client, token, options) => {
          await ask(client, token, options);
          return true;
        },
      );
      if (done === true) onDone();
    } catch (error) {
      setFailure(failureOf(error).code);
    }
    setBusy(false);
  }

  const begin = (event: FormEvent) => {
    event.preventDefault();
    send((client, token, options) =>
      client.escalation.setMode({ session: token, mode: 'attended', hours }, options),
    );
  };
  const end = () =>
    send((client, token, options) =>
      client.escalation.setMode({ session: token, mode: 'unattended' }, options),
    );

  return (
    <form className="form" onSubmit={begin}>
      <ul className="plain-list">
        {words.dialogEnds.split('\n').map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {attended === null ? (
        <p className="note">{words.nowUnattended}</p>
      ) : (
        <NowAttended attended={attended} />
      )}
      <label className="field">
        {words.howLong}
        <select
          className="input"
          data-first=""
          data-testid="attended-hours"
          value={hours}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {offered.map((count) => (
            <option key={count} value={count}>
              {words.hoursFromNow({ count, time: time.minutes(until(count)) })}
            </option>
          ))}
          {dayEndsAt !== null && !offered.includes(LONGEST) && (
            <option value={LONGEST}>{words.untilDayEnd({ time: time.minutes(dayEndsAt) })}</option>
          )}
        </select>
      </label>
      {attended !== null && delayed > 0 && (
        <p className="note note-bad">{words.releases({ count: delayed })}</p>
      )}
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {words.failed} {all.failures[failure]}
        </p>
      )}
      <div className="form-buttons">
        {attended !== null && (
          <button
            type="button"
            className="button"
            data-testid="to-unattended"
            disabled={busy}
            onClick={end}
          >
            {words.toUnattended}
          </button>
        )}
        <button
          type="submit"
          className="button button-primary"
          data-testid="to-attended"
          disabled={busy}
        >
          {attended === null ? words.toAttended : words.prolong}
        </button>
      </div>
    </form>
  );
}

/** Switches between attended and unattended, in somebody's name. */
export function AttendedDialog() {
  const { escalation: words } = useWords();
  const { view } = useServices();
  const open = useView((state) => state.attending);
  const status = useDesk((desk) => desk.status?.escalation);
  if (!open || status === undefined) return null;
  const close = () => view.setState({ attending: false });
  return (
    <Modal
      title={words.dialogTitle}
      intro={words.dialogIntro({
        t1: spanText(status.acknowledgeSeconds, words),
        t2: spanText(status.investigateSeconds, words),
      })}
      testId="attended-dialog"
      onClose={close}
    >
      <ModeForm status={status} onDone={close} />
    </Modal>
  );
}
