import { type FormEvent, useState } from 'react';
import type { IncidentResult, IncidentView } from '#shared/contract/responseViews.ts';
import { isComplete, type Verdict } from '#shared/response/outcome.ts';
import { useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { Modal } from '../../components/Modal.tsx';
import { VerdictFields } from './VerdictFields.tsx';

/** Several electrical abnormalities that were nothing, or nobody knows what: said once for all of them. */
export function CloseManyDialog({
  incidents,
  onClose,
}: {
  incidents: readonly IncidentView[];
  onClose: () => void;
}) {
  const words = useWords();
  const { busy, failed, act } = useAct();
  const [frozen] = useState(incidents);
  const [verdict, setVerdict] = useState<Partial<Verdict>>({});
  const [results, setResults] = useState<readonly IncidentResult[] | null>(null);
  const { outcome, cause = null, text = null } = verdict;
  const ready =
    (outcome === 'nuisance' || outcome === 'undetermined') && isComplete({ outcome, cause, text });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const incidentIds = frozen.map(({ id }) => id);
    act(
      (client, session, options) =>
        client.incidents.closeMany({ session, incidentIds, outcome, cause, text }, options),
      setResults,
    );
  };
  const refused = results?.flatMap((result) => (result.done ? [] : result)) ?? [];
  const numberOf = (id: string) => frozen.find((one) => one.id === id)?.number ?? 0;
  return (
    <Modal
      title={words.incidents.closeMany({ count: frozen.length })}
      intro={words.incidents.closeManyIntro}
      testId="close-many-dialog"
      onClose={onClose}
    >
      {results === null ? (
        <form className="form" onSubmit={send}>
          <VerdictFields
            value={verdict}
            choices={['nuisance', 'undetermined']}
            onChange={setVerdict}
          />
          {failed !== null && (
            <p className="note note-bad" role="alert">
              {words.failures[failed]}
            </p>
          )}
          <div className="form-buttons">
            <button type="button" className="button" onClick={onClose}>
              {words.common.cancel}
            </button>
            <button
              type="submit"
              className="button button-primary"
              data-testid="close-many-submit"
              disabled={!ready || busy}
            >
              {words.incidents.closeMany({ count: frozen.length })}
            </button>
          </div>
        </form>
      ) : (
        <div className="form" role="status">
          <p data-testid="close-many-done">
            {words.incidents.closeManyDone({
              count: results.length - refused.length,
              refused: refused.length,
            })}
          </p>
          <ul className="blockers">
            {refused.map(({ incidentId, refusal, blockers }) => (
              <li key={incidentId}>
                <b>{words.response.incident({ number: numberOf(incidentId) })}</b>
                {words.incidents.refusals[refusal]}
                {blockers.length > 0 && ` (${blockers.length})`}
              </li>
            ))}
          </ul>
          <div className="form-buttons">
            <button type="button" className="button button-primary" onClick={onClose}>
              {words.common.close}
            </button>
          </div>
        </div>
      )}
    </Modal>
  );
}
