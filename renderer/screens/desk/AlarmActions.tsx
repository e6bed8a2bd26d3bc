import { BellMinus, BellOff, Check, MessageSquarePlus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useServices, useView, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { Tip } from '../../components/Tip.tsx';
import { ringing } from '../../sound/soundPolicy.ts';
import { possibleActs } from '../../state/alarmList.ts';
import { setAsideAlarms } from '../../state/view.ts';
import { useRefusalText } from './refusalText.ts';

/** How many it is for, as soon as it is more than the selected one. */
function AcknowledgeWord({ count }: { count: number }) {
  const words = useWords();
  return count > 1 ? words.alarms.acknowledgeMany({ count }) : words.alarms.acknowledge;
}

/** Stays until it is done: what was written must not vanish because the shift had ended or the alarm got worse. */
function NoteDialog({ first, onClose }: { first: readonly AlarmRecord[]; onClose: () => void }) {
  const words = useWords();
  const { acknowledge, acts, desk } = useServices();
  const refusalText = useRefusalText();
  // Frozen when the dialog opens: the selection may move while somebody writes.
  const [meant, setMeant] = useState(first);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const done = await acknowledge(meant, note);
    setBusy(false);
    if (done) return onClose();
    const { refused } = acts.state.getState();
    const why = meant.flatMap(({ id }) => refused.get(id) ?? [])[0];
    setFailure(why === undefined ? null : refusalText(why));
    // What is tried again is tried on what is left, as it is by now and as the screen behind shows it.
    const { alarms } = desk.getState();
    const left = meant
      .flatMap(({ id }) => alarms.get(id) ?? [])
      .filter((one) => waitsForAcknowledgement(one.state));
    if (left.length > 0) setMeant(left);
  };
  return (
    <Modal title={words.alarms.noteTitle} testId="note-dialog" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          className="input"
          data-first=""
          data-testid="note-text"
          rows={4}
          maxLength={2000}
          aria-label={words.alarms.note}
          placeholder={words.alarms.notePlaceholder}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        {failure !== null && (
          <p className="note note-bad" role="alert" data-testid="note-failure">
            {failure}
          </p>
        )}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={busy}>
            <AcknowledgeWord count={meant.length} />
            <kbd>{words.response.sendKeys}</kbd>
          </button>
        </div>
      </form>
    </Modal>
  );
}

/**
 * The three acts. They stand still below the list and mean the selected alarm, because a button inside a row moves
 * away under the hand when a new alarm comes in above it. Silence means every sound, as on a fire panel.
 */
export function AlarmActions({
  alarm,
  meant,
  alarms,
}: {
  alarm: AlarmRecord | null;
  /** What "acknowledge" is for: the selected alarm, or those that were picked. */
  meant: readonly AlarmRecord[];
  alarms: ReadonlyMap<string, AlarmRecord>;
}) {
  const words = useWords();
  const { acts, acknowledge, view } = useServices();
  const noting = useView((state) => state.acknowledging);
  const setNoting = (alarms: readonly AlarmRecord[] | null) =>
    view.setState({ acknowledging: alarms });
  const pending = useStore(acts.state, (state) => state.pending);
  const busy = alarm !== null && pending.has(alarm.id);
  const possible = alarm === null || busy ? null : possibleActs(alarm);
  const rings = ringing(alarms.values());
  const free = rings.filter((one) => !pending.has(one.id));
  const canAcknowledge = meant.some((one) => !pending.has(one.id));
  return (
    <footer className="alarm-actions">
      <Tip text={words.alarms.acknowledgeHint}>
        <button
          type="button"
          className="act act-acknowledge"
          data-testid="act-acknowledge"
          disabled={!canAcknowledge}
          onClick={() => acknowledge(meant)}
        >
          <Check aria-hidden="true" />
          <AcknowledgeWord count={meant.length} />
          <kbd>A</kbd>
        </button>
      </Tip>
      <Tip text={words.alarms.noteHint}>
        <button
          type="button"
          className="act act-note"
          data-testid="act-note"
          aria-label={words.alarms.noteHint}
          disabled={!canAcknowledge}
          onClick={() => setNoting(meant)}
        >
          <MessageSquarePlus aria-hidden="true" />
        </button>
      </Tip>
      <Tip text={words.setAside.intro}>
        <button
          type="button"
          className="act act-note"
          data-testid="act-set-aside"
          aria-label={words.setAside.open}
          title={`${words.setAside.open} (H)`}
          disabled={alarm === null}
          onClick={() =>
            setAsideAlarms(view, meant.length > 0 ? meant : alarm === null ? [] : [alarm])
          }
        >
          <BellMinus aria-hidden="true" />
        </button>
      </Tip>
      <Tip text={words.sound.silenceHint}>
        <button
          type="button"
          className="act"
          data-testid="act-silence"
          disabled={free.length === 0}
          onClick={() => acts.perform('silence', free)}
        >
          <BellOff aria-hidden="true" />
          {words.alarms.silence}
          <kbd>S</kbd>
        </button>
      </Tip>
      <Tip text={words.alarms.resetHint}>
        <button
          type="button"
          className="act"
          data-testid="act-reset"
          disabled={possible?.reset !== true}
          onClick={() => alarm !== null && acts.perform('reset', [alarm])}
        >
          <RotateCcw aria-hidden="true" />
          {words.alarms.reset}
          <kbd>R</kbd>
        </button>
      </Tip>
      {noting !== null && <NoteDialog first={noting} onClose={() => setNoting(null)} />}
    </footer>
  );
}
