import { BellMinus, BellOff, Check, MessageSquarePlus, RotateCcw } from 'lucide-react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useServices, useView, useWords } from '../../app/hooks.ts';
import { Tip } from '../../components/Tip.tsx';
import { ringing } from '../../sound/soundPolicy.ts';
import { possibleActs } from '../../state/alarmList.ts';
import { setAsideAlarms } from '../../state/view.ts';
import { AcknowledgeWord, NoteDialog } from './NoteDialog.tsx';

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
