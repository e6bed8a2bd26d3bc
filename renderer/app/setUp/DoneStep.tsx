import { MonitorCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useDesk, useWords } from '../hooks.ts';

/** What there is to do next, and plainly when nothing is watched yet. */
export function DoneStep({ onClose }: { onClose: () => void }) {
  const words = useWords().connections.setUp;
  const connected = useDesk((desk) => (desk.status?.feeds.length ?? 0) > 0);
  const finish = useRef<HTMLButtonElement>(null);
  useEffect(() => finish.current?.focus(), []);
  return (
    <div className="form">
      <p className={connected ? 'note note-good' : 'note note-bad'} data-testid="set-up-done">
        {connected ? words.doneIntro : words.doneWithout}
      </p>
      <ul className="set-up-next">
        {Object.entries(words.doneNext).map(([key, text]) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
      <div className="form-buttons">
        <button
          ref={finish}
          type="button"
          className="button button-primary"
          data-testid="set-up-finish"
          onClick={onClose}
        >
          <MonitorCheck aria-hidden="true" />
          {words.finish}
        </button>
      </div>
    </div>
  );
}
