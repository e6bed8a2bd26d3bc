import { BellOff, Check, MessageSquarePlus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { Tip } from '../../components/Tip.tsx';
import { ringing } from '../../sound/soundPolicy.ts';
import { possibleActs } from '../../state/alarmList.ts';

function NoteDialog({ alarm, onClose }: { alarm: AlarmRecord; onClose: () => void }) {
  const words = useWords();
  const { acknowledge } = useServices();
  const [note, setNote] = useState('');
  return (
    <Modal title={words.alarms.noteTitle} testId="note-dialog" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          acknowledge(alarm, note);
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
        />
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button type="submit" className="button button-primary">
            {words.alarms.acknowledge}
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
  alarms,
}: {
  alarm: AlarmRecord | null;
  alarms: ReadonlyMap<string, AlarmRecord>;
}) {
  const words = useWords();
  const { acts, acknowledge } = useServices();
  const [noting, setNoting] = useState(false);
  const pending = useStore(acts.state, (state) => state.pending);
  const busy = alarm !== null && pending.has(alarm.id);
  const possible = alarm === null || busy ? null : possibleActs(alarm);
  const rings = ringing(alarms.values());
  const free = rings.filter((one) => !pending.has(one.id));
  return (
    <footer className="alarm-actions">
      <Tip text={words.alarms.acknowledgeHint}>
        <button
          type="button"
          className="act act-acknowledge"
          data-testid="act-acknowledge"
          disabled={possible?.acknowledge !== true}
          onClick={() => alarm !== null && acknowledge(alarm)}
        >
          <Check aria-hidden="true" />
          {words.alarms.acknowledge}
          <kbd>A</kbd>
        </button>
      </Tip>
      <Tip text={words.alarms.noteHint}>
        <button
          type="button"
          className="act act-note"
          data-testid="act-note"
          aria-label={words.alarms.noteHint}
          disabled={possible?.acknowledge !== true}
          onClick={() => setNoting(true)}
        >
          <MessageSquarePlus aria-hidden="true" />
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
      {noting && alarm !== null && <NoteDialog alarm={alarm} onClose={() => setNoting(false)} />}
    </footer>
  );
}
