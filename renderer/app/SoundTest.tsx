import { CircleCheck, Play, TriangleAlert, Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from './hooks.ts';

/** What the desk has measured of its own sound, and the test that only an ear can judge. */
export function SoundTest() {
  const words = useWords();
  const { sound, soundCheck, hearing } = useServices();
  const { verdict, reason } = useStore(soundCheck.state);
  const playing = useStore(sound.state, (one) => one.playing);
  const { phase } = useStore(hearing.state);
  const [failed, setFailed] = useState(false);
  const good = verdict === 'ok';
  const yes = useRef<HTMLButtonElement>(null);
  // The question takes the place of the button that was pressed. Once: whoever went on to "no" must not be pulled back
  // by the next measurement.
  useEffect(() => {
    if (phase === 'asking') yes.current?.focus();
  }, [phase]);
  const answer = (heard: boolean) => {
    setFailed(false);
    hearing.answer(heard).catch(() => setFailed(true));
  };
  return (
    <section className="sound-test" aria-label={words.annunciation.checks}>
      <p
        className="sound-verdict"
        data-testid="sound-verdict"
        data-verdict={verdict}
        data-reason={reason}
        role="status"
      >
        {good ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
        <span>
          <b>{words.annunciation.verdicts[verdict]}</b>
          {words.annunciation.reasons[reason]}
        </span>
      </p>
      {/* What rings must not be drowned by a test: it is the test. */}
      {phase === 'asking' || playing !== null ? (
        <fieldset className="sound-question">
          <legend>
            {playing === null ? words.annunciation.question : words.annunciation.questionRinging}
          </legend>
          <div className="form-buttons">
            <button
              type="button"
              className="button"
              data-testid="heard-no"
              onClick={() => answer(false)}
            >
              {words.annunciation.no}
            </button>
            <button
              type="button"
              className="button button-primary"
              data-testid="heard-yes"
              ref={yes}
              onClick={() => answer(true)}
            >
              {words.annunciation.yes}
            </button>
          </div>
        </fieldset>
      ) : (
        <button
          type="button"
          className="button"
          data-testid="test-sound"
          data-first=""
          disabled={phase === 'playing'}
          onClick={() => hearing.start()}
        >
          {phase === 'playing' ? <Volume2 aria-hidden="true" /> : <Play aria-hidden="true" />}
          {phase === 'playing' ? words.annunciation.playing : words.sound.test}
        </button>
      )}
      <p className="note">
        {words.sound.testHint} {words.annunciation.checkHint}
      </p>
      {failed && (
        <p className="note note-bad" role="alert">
          {words.annunciation.answerFailed}
        </p>
      )}
    </section>
  );
}
