import { Play, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Modal } from '../components/Modal.tsx';
import { MIN_VOLUME } from '../state/preferences.ts';
import { useLanguage, useServices, useWords } from './hooks.ts';

function Settings({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const { preferences, sound, speaker } = useServices();
  const { volume, speech } = useStore(preferences);
  const { sound: state, playing } = useStore(sound.state);
  const hasVoice = speaker.hasVoice(language);
  return (
    <Modal title={words.sound.settings} testId="sound-settings" onClose={onClose}>
      <div className="form">
        {state !== 'ready' && (
          <p className="note note-bad" role="status">
            {state === 'blocked' ? words.sound.blockedHint : words.sound.unavailableHint}
          </p>
        )}
        <label className="field">
          {words.sound.volume}
          <input
            type="range"
            min={MIN_VOLUME}
            max={1}
            step={0.05}
            value={volume}
            onChange={(event) => preferences.setState({ volume: Number(event.target.value) })}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={speech && hasVoice}
            disabled={!hasVoice}
            onChange={(event) => preferences.setState({ speech: event.target.checked })}
          />
          {words.sound.speech}
          {!hasVoice && <small>{words.sound.speechNone}</small>}
        </label>
        <button
          type="button"
          className="button"
          data-testid="test-sound"
          // What rings is its own proof, and must not be drowned by a test.
          disabled={playing !== null}
          onClick={() => sound.unlock().then(() => sound.test())}
        >
          <Play aria-hidden="true" />
          {words.sound.test}
        </button>
        <p className="note">{words.sound.testHint}</p>
      </div>
    </Modal>
  );
}

export function SoundSettings() {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        data-testid="open-sound-settings"
        aria-label={words.sound.settings}
        title={words.sound.settings}
        onClick={() => setOpen(true)}
      >
        <SlidersHorizontal aria-hidden="true" />
      </button>
      {open && <Settings onClose={() => setOpen(false)} />}
    </>
  );
}
