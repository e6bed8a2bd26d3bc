import { BellRing, Volume2, VolumeX } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { ringing } from '../sound/soundPolicy.ts';
import { heardHere } from '../state/escalationView.ts';
import { useDesk, useServices, useWords } from './hooks.ts';

/**
 * The biggest button of the header: stops the sound, and says when there could be none. It is never merely grey
 * without saying which of "nothing rings" and "nothing can ring" it means.
 */
export function SilenceButton() {
  const words = useWords();
  const { acts, preferences, sound, soundCheck } = useServices();
  const { verdict, reason } = useStore(soundCheck.state);
  const insistence = useStore(sound.state, (one) => one.insistence);
  const pending = useStore(acts.state, (one) => one.pending);
  const alarms = useDesk((desk) => desk.alarms);
  const escalation = useDesk((desk) => desk.status?.escalation);
  const seat = useStore(preferences, (one) => one.seat);
  const rings = useMemo(
    () => heardHere(ringing(alarms.values()), escalation, seat),
    [alarms, escalation, seat],
  );
  if (verdict === 'blocked' || verdict === 'unavailable') {
    const blocked = verdict === 'blocked';
    return (
      <button
        type="button"
        className="silence silence-mute"
        data-testid="silence"
        data-sound={verdict}
        title={words.annunciation.reasons[reason]}
        onClick={() => sound.unlock()}
      >
        <VolumeX aria-hidden="true" />
        <span>{blocked ? words.sound.blocked : words.sound.unavailable}</span>
      </button>
    );
  }
  const free = rings.filter((alarm) => !pending.has(alarm.id));
  const loud = rings.length > 0;
  const Icon = loud ? BellRing : Volume2;
  return (
    <button
      type="button"
      className="silence"
      data-testid="silence"
      data-sound={loud ? 'ringing' : 'quiet'}
      data-insistence={loud ? insistence : 0}
      disabled={free.length === 0}
      title={words.sound.silenceHint}
      onClick={() => acts.perform('silence', free)}
    >
      <Icon aria-hidden="true" />
      <span className="silence-words">
        <b>{words.sound.silence}</b>
        <small>{loud ? words.sound.ringing({ count: rings.length }) : words.sound.quiet}</small>
      </span>
      <kbd>S</kbd>
    </button>
  );
}
