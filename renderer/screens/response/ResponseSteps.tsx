import { Check, LoaderCircle, RotateCcw, TriangleAlert } from 'lucide-react';
import type { ResponseSheet } from '#shared/contract/responseViews.ts';
import type { SheetStep } from '#shared/response/sheet.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { useKeys } from '../../app/useKeys.ts';
import { type SheetSubject, useTicking } from './useTicking.ts';

interface StepProps {
  readonly step: SheetStep;
  readonly index: number;
  readonly pending: boolean;
  readonly locked: boolean;
  readonly newestFireAt: number | null;
  readonly onTick: () => void;
  readonly onUndo: () => void;
}

function Step({ step, index, pending, locked, newestFireAt, onTick, onUndo }: StepProps) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { id, text, who, mandatory, ticked } = step;
  const stale = ticked !== null && newestFireAt !== null && ticked.at < newestFireAt;
  return (
    <li
      className="response-step"
      data-testid="response-step"
      data-step-id={id}
      data-ticked={ticked !== null}
      data-mandatory={mandatory}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a step that is done can't be undone by pressing it again. */}
      <button
        type="button"
        role="checkbox"
        aria-checked={ticked !== null}
        className="step-tick inset-focus"
        disabled={locked || pending || ticked !== null}
        onClick={onTick}
      >
        <span className="step-box" aria-hidden="true">
          {pending ? (
            <LoaderCircle className="spin" />
          ) : ticked === null ? (
            index < 9 && <kbd>{index + 1}</kbd>
          ) : (
            <Check />
          )}
        </span>
        <span className="step-text">{text[language]}</span>
        <span className="step-marks">
          {mandatory && <b className="step-mandatory">{words.response.mandatory}</b>}
          {who !== 'operator' && <span className="step-who">{words.response.who[who]}</span>}
        </span>
      </button>
      {ticked !== null && (
        <span className="step-by num">
          {words.response.ticked({ name: ticked.by, time: time.moment(ticked.at, now) })}
          {ticked.note !== null && <em>{ticked.note}</em>}
          {!locked && (
            <button
              type="button"
              className="step-undo"
              aria-label={words.response.undo({ step: text[language] })}
              title={words.response.undo({ step: text[language] })}
              disabled={pending}
              onClick={onUndo}
            >
              <RotateCcw aria-hidden="true" />
            </button>
          )}
        </span>
      )}
      {stale && (
        <span className="step-again">
          <TriangleAlert aria-hidden="true" />
          {words.response.checkAgain}
        </span>
      )}
    </li>
  );
}

/** The steps of an alarm or incident, ticked by a press or by the keys 1 to 9. */
export function ResponseSteps({
  subject,
  fetched,
}: {
  subject: SheetSubject;
  fetched: ResponseSheet;
}) {
  const words = useWords();
  const { sheet, pending, failed, tick, untick } = useTicking(subject, fetched);
  const { steps, recorded, incident, newestFireAt } = sheet ?? fetched;
  const locked = !recorded || incident?.phase === 'closed';
  useKeys((code) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
    const step = digit === undefined ? undefined : steps[Number(digit) - 1];
    if (step === undefined || locked || step.ticked !== null) return false;
    tick(step.id);
    return true;
  });
  return (
    <>
      {!recorded && <p className="note note-bad">{words.response.notRecorded}</p>}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.response.tickFailed({ why: words.failures[failed] })}
        </p>
      )}
      <ol className="response-steps" data-testid="response-steps">
        {steps.map((step, index) => (
          <Step
            key={step.id}
            step={step}
            index={index}
            pending={pending.has(step.id)}
            locked={locked}
            newestFireAt={newestFireAt}
            onTick={() => tick(step.id)}
            onUndo={() => untick(step.id)}
          />
        ))}
      </ol>
    </>
  );
}

/** How far it is, in one line. */
export function ResponseProgress({ sheet }: { sheet: ResponseSheet }) {
  const words = useWords();
  const done = sheet.steps.filter(({ ticked }) => ticked !== null).length;
  const left = sheet.steps.filter(({ mandatory, ticked }) => mandatory && ticked === null).length;
  return (
    <span className="response-progress num">
      {words.response.progress({ done, total: sheet.steps.length })}
      {left > 0 && <b>{words.response.mandatoryLeft({ count: left })}</b>}
    </span>
  );
}
