import { CircleCheck, FileUp } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useServices, useWords } from '../../app/hooks.ts';
import { failureOf } from '../../state/engineClient.ts';
import { sendModel } from '../../state/modelFiles.ts';
import { useRoleNote } from './useRoleNote.ts';

interface Outcome {
  readonly good: boolean;
  readonly what: string;
  readonly toDo: string;
  /** The engine's own words, for whoever made the model. */
  readonly detail: string;
}

/** Hands a model file to the desk: it is checked, refused with words, or runs on trial beside the live one. */
export function OfferModel() {
  const words = useWords();
  const { connection, session } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const note = useRoleNote('administrator');
  const own = words.model.offer;

  const send = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (file === undefined) return;
    setOutcome(null);
    setPercent(0);
    try {
      const offered = await sendModel({ request: connection.request, session }, file, (share) =>
        setPercent(Math.round(share * 100)),
      );
      if (offered !== null) {
        setOutcome(
          offered.done
            ? {
                good: true,
                what: own.accepted({ version: offered.version.version }),
                toDo: '',
                detail: '',
              }
            : {
                good: false,
                ...words.modelProblems[offered.problem.code],
                detail: offered.problem.detail,
              },
        );
      }
    } catch (error) {
      const { code } = failureOf(error);
      const what = code === 'conflict' ? own.conflict : words.failures[code];
      setOutcome({ good: false, what, toDo: '', detail: '' });
    }
    // The same file chosen again must be a change again.
    target.value = '';
    setPercent(null);
  };

  return (
    <section className="page-section" data-testid="offer-model">
      <h4>{own.title}</h4>
      <p className="note">{own.intro}</p>
      <div className="button-row">
        <button
          type="button"
          className="button"
          data-testid="offer-choose"
          disabled={percent !== null || note !== null}
          aria-describedby={note === null ? undefined : 'offer-note'}
          onClick={async () => (await session.require()) !== null && input.current?.click()}
        >
          <FileUp aria-hidden="true" />
          {percent === null ? own.choose : percent < 100 ? own.sending({ percent }) : own.checking}
        </button>
        {note !== null && (
          <span className="note" id="offer-note">
            {note}
          </span>
        )}
        <input
          ref={input}
          type="file"
          hidden
          data-testid="offer-input"
          accept=".onnx"
          onChange={send}
        />
      </div>
      {outcome !== null &&
        (outcome.good ? (
          <p className="note note-good" role="status" data-testid="offer-accepted">
            <CircleCheck aria-hidden="true" />
            {outcome.what}
          </p>
        ) : (
          <div className="note note-bad" role="alert" data-testid="offer-refused">
            <b>
              {own.refused}: {outcome.what}
            </b>
            <p>{outcome.toDo}</p>
            {outcome.detail !== '' && <p className="mono">{outcome.detail}</p>}
          </div>
        ))}
    </section>
  );
}
