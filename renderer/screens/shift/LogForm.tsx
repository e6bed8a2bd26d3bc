import { PenLine, X } from 'lucide-react';
import { useState } from 'react';
import type { LogLine } from '#shared/contract/shiftViews.ts';
import { LOG_CATEGORIES, type LogCategory } from '#shared/shift/log.ts';
import { useWords } from '../../app/hooks.ts';
import { Failure } from './Failure.tsx';
import { useAct } from './useAct.ts';

/** Writes an entry, or one that corrects another. */
export function LogForm({
  correcting,
  onDone,
}: {
  correcting: LogLine | null;
  onDone: () => void;
}) {
  const words = useWords();
  const { log } = words.shift;
  const before = LOG_CATEGORIES.find((one) => one === correcting?.subject);
  const [category, setCategory] = useState<LogCategory>(before ?? 'note');
  const [text, setText] = useState(correcting?.text ?? '');
  const { busy, failed, act } = useAct();
  const send = async () => {
    const corrects = correcting?.entryId ?? null;
    const done = await act((client, session, options) =>
      client.shift.write({ session, category, text, corrects }, options),
    );
    if (!done) return;
    setText('');
    onDone();
  };
  return (
    <form
      className="log-form screen-only"
      data-testid="log-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {correcting !== null && (
        <p className="note log-correcting">
          {log.correcting}
          <button type="button" className="button button-small" onClick={onDone}>
            <X aria-hidden="true" />
            {words.common.cancel}
          </button>
        </p>
      )}
      <textarea
        className="input"
        data-testid="log-text"
        rows={2}
        maxLength={2000}
        aria-label={log.write}
        placeholder={log.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // A line break is part of a note; with Ctrl it is meant as "done".
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (!busy && text.trim() !== '') send();
          }
        }}
      />
      <label className="field log-category">
        <span className="sr-only">{log.category}</span>
        <select
          className="input"
          data-testid="log-category"
          value={category}
          onChange={(event) =>
            setCategory(LOG_CATEGORIES.find((one) => one === event.target.value) ?? 'note')
          }
        >
          {LOG_CATEGORIES.map((one) => (
            <option key={one} value={one}>
              {log.categories[one]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="submit"
        className="button button-primary"
        data-testid="log-submit"
        disabled={busy || text.trim() === ''}
      >
        <PenLine aria-hidden="true" />
        {busy ? words.shift.saving : log.submit}
      </button>
      <Failure code={failed} />
    </form>
  );
}
