import { Check, CircleCheck, TriangleAlert, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { CheckAnswer, CheckItemView } from '#shared/contract/shiftViews.ts';
import { wordOf } from '#shared/i18n/words.ts';
import type { CheckFigure } from '#shared/shift/checkLists.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { checkFigureText } from './figureText.ts';

export type Answer = (state: CheckAnswer['state'], note: string | null) => void;

function Figure({ figure }: { figure: CheckFigure | null }) {
  const words = useWords();
  const language = useLanguage();
  if (figure === null) return <p className="check-figure">{words.shift.checks.noFigure}</p>;
  const { good } = figure;
  return (
    <p className="check-figure num" data-testid="check-figure" data-good={good}>
      {good !== null && (
        <span className="verdict" data-verdict={good ? 'good' : 'tooMuch'}>
          {good ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
          {good ? words.shift.checks.good : words.shift.checks.bad}
        </span>
      )}
      {checkFigureText(figure, words, language)}
    </p>
  );
}

function Answered({ answer }: { answer: CheckAnswer }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { checks } = words.shift;
  return (
    <p className="check-answer num" data-state={answer.state} data-testid="check-answer">
      {answer.state === 'done' ? (
        <Check aria-hidden="true" />
      ) : (
        <TriangleAlert aria-hidden="true" />
      )}
      <b>{answer.state === 'done' ? checks.done : checks.problem}</b>
      <span>{checks.answered({ name: answer.by, time: time.moment(answer.at, now) })}</span>
      {answer.note !== null && <q>{answer.note}</q>}
      {answer.figure !== null && (
        <small>{checks.seen({ figure: checkFigureText(answer.figure, words, language) })}</small>
      )}
    </p>
  );
}

/** One item with what the desk says of it, and the answer: checked, or a problem with its description. */
export function CheckItem({
  item,
  onAnswer,
  busy,
}: {
  item: CheckItemView;
  /** Null for a list that is signed. */
  onAnswer: Answer | null;
  busy: boolean;
}) {
  const words = useWords();
  const { checks, checkItems } = words.shift;
  const noteId = useId();
  const [noting, setNoting] = useState(false);
  const [note, setNote] = useState('');
  const answer = item.answer?.state === 'open' ? null : item.answer;
  return (
    <li
      className="check-item"
      data-testid="check-item"
      data-item={item.id}
      data-state={answer?.state ?? 'open'}
    >
      <div className="check-what">
        <b>{item.text ?? wordOf(checkItems, item.id)}</b>
        {(item.section !== null || item.figure !== null) && <Figure figure={item.figure} />}
        {answer !== null && <Answered answer={answer} />}
      </div>
      {onAnswer !== null && (
        <div className="check-acts screen-only">
          {answer === null ? (
            <>
              <button
                type="button"
                className="button button-small"
                data-testid="check-done"
                disabled={busy}
                onClick={() => onAnswer('done', null)}
              >
                <Check aria-hidden="true" />
                {checks.done}
              </button>
              <button
                type="button"
                className="button button-small"
                data-testid="check-problem"
                aria-expanded={noting}
                disabled={busy}
                onClick={() => setNoting(!noting)}
              >
                <TriangleAlert aria-hidden="true" />
                {checks.problem}
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button button-small"
              data-testid="check-take-back"
              disabled={busy}
              onClick={() => onAnswer('open', null)}
            >
              <Undo2 aria-hidden="true" />
              {checks.takeBack}
            </button>
          )}
        </div>
      )}
      {noting && answer === null && onAnswer !== null && (
        <form
          className="check-note"
          onSubmit={(event) => {
            event.preventDefault();
            setNoting(false);
            onAnswer('problem', note);
          }}
        >
          <label htmlFor={noteId}>{checks.note}</label>
          <input
            id={noteId}
            className="input"
            data-testid="check-note"
            // It was asked for by the press that opened it.
            // biome-ignore lint/a11y/noAutofocus: the operator has just asked for this field.
            autoFocus
            maxLength={1000}
            placeholder={checks.notePlaceholder}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <button
            type="submit"
            className="button button-small button-primary"
            data-testid="check-note-submit"
            disabled={busy || note.trim() === ''}
            title={checks.noteNeeded}
          >
            {checks.problem}
          </button>
        </form>
      )}
    </li>
  );
}
