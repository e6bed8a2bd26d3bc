import { Ear, VolumeX } from 'lucide-react';
import { useStore } from 'zustand';
import { asksForTest } from '../sound/HearingTest.ts';
import { useServices, useWords } from './hooks.ts';

/** Across the screen while this desk can't be heard, and until whoever began a shift has heard it. */
export function SoundStrip() {
  const words = useWords();
  const { sound, soundCheck, hearing, session, view } = useServices();
  const { verdict, reason } = useStore(soundCheck.state);
  const hears = useStore(hearing.state);
  const token = useStore(session.state, (one) => one.session);
  const open = () => view.setState({ soundOpen: true });
  if (verdict !== 'ok') {
    return (
      <div className="strip strip-bad" role="alert" data-testid="sound-lamp" data-verdict={verdict}>
        <VolumeX aria-hidden="true" />
        <p>
          <b>{words.annunciation.mute}</b> {words.annunciation.reasons[reason]}{' '}
          {words.annunciation.muteHint}
        </p>
        <button
          type="button"
          className="button button-small"
          onClick={() => (verdict === 'blocked' ? sound.unlock() : open())}
        >
          {verdict === 'blocked' ? words.annunciation.unlock : words.annunciation.repair}
        </button>
      </div>
    );
  }
  if (!asksForTest(hears, token)) return null;
  return (
    <div className="strip" role="status" data-testid="sound-ask">
      <Ear aria-hidden="true" />
      <p>{words.annunciation.shift}</p>
      <button
        type="button"
        className="button button-small"
        data-testid="sound-ask-test"
        onClick={() => {
          open();
          hearing.start();
        }}
      >
        {words.sound.test}
      </button>
      <button
        type="button"
        className="button button-small button-plain"
        onClick={() => hearing.postpone()}
      >
        {words.annunciation.later}
      </button>
    </div>
  );
}
