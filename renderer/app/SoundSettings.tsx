import { SlidersHorizontal } from 'lucide-react';
import { useStore } from 'zustand';
import { Modal } from '../components/Modal.tsx';
import { MIN_VOLUME } from '../state/preferences.ts';
import { useLanguage, useServices, useView, useWords } from './hooks.ts';
import { SoundTest } from './SoundTest.tsx';

/** Where the sound comes out, as far as the browser tells. */
function OutputDevice() {
  const words = useWords();
  const { preferences, soundCheck } = useServices();
  const output = useStore(preferences, (one) => one.output);
  const { outputs, outputCount } = useStore(soundCheck.state);
  if (outputCount === null) return <p className="note">{words.annunciation.deviceUnknown}</p>;
  if (outputs.length < 2)
    return <p className="note">{words.annunciation.deviceCount({ count: outputCount })}</p>;
  return (
    <label className="field">
      {words.annunciation.device}
      <select
        className="input"
        data-testid="sound-output"
        value={outputs.some(({ id }) => id === output) ? (output ?? '') : ''}
        onChange={(event) =>
          preferences.setState({ output: event.target.value === '' ? null : event.target.value })
        }
      >
        <option value="">{words.annunciation.deviceSystem}</option>
        {outputs
          .filter(({ id }) => id !== 'default')
          .map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
      </select>
    </label>
  );
}

function Settings({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const { preferences, speaker, display } = useServices();
  const { volume, speech } = useStore(preferences);
  const awake = useStore(display.state, (one) => one.awake);
  const hasVoice = speaker.hasVoice(language);
  return (
    <Modal title={words.sound.settings} testId="sound-settings" onClose={onClose}>
      <div className="form">
        <SoundTest />
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
        <OutputDevice />
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
        {awake !== null && (
          <p className={awake ? 'note' : 'note note-bad'}>
            {awake ? words.annunciation.awake : words.annunciation.notAwake}
          </p>
        )}
      </div>
    </Modal>
  );
}

export function SoundSettings() {
  const words = useWords();
  const { view } = useServices();
  const open = useView((state) => state.soundOpen);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        data-testid="open-sound-settings"
        aria-label={words.sound.settings}
        title={words.sound.settings}
        onClick={() => view.setState({ soundOpen: true })}
      >
        <SlidersHorizontal aria-hidden="true" />
      </button>
      {open && <Settings onClose={() => view.setState({ soundOpen: false })} />}
    </>
  );
}
