import { Send } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PlanRefusal } from '#shared/contract/planViews.ts';
import { isError } from '#shared/plans/faults.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';
import { Modal } from '../../../components/Modal.tsx';
import { toBuilding } from '../../../state/planDraft.ts';
import { ReasonDialog } from './ReasonDialog.tsx';
import type { Plan } from './usePlan.ts';

/** Whether the draft is what everybody sees, and the way there. */
export function PublishBar({
  plan,
  version,
  onFaults,
}: {
  plan: Plan;
  version: number;
  onFaults: () => void;
}) {
  const words = useWords();
  const said = words.plans;
  const { planEditor, connection } = useServices();
  const begun = useStore(planEditor.state, (state) => state.version);
  const { busy, failed, act } = useAct();
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null);
  const [refusal, setRefusal] = useState<PlanRefusal | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const errors = plan.faults.some(isError);

  const publish = (reason: string) => {
    setRefusal(null);
    const building = toBuilding(plan.draft);
    act(
      (client, session, options) =>
        client.plans.publish({ session, version: begun, reason, building }, options),
      (answer) => {
        if (!answer.done) {
          setRefusal(answer.refusal);
          return;
        }
        setDone(answer.version);
        setAsking(null);
        // Until the floors are here the draft is what is published: neither the old plan is shown, nor a warning.
        planEditor.state.setState({ version: answer.version });
        connection.refreshFloors().then(() => planEditor.discard());
      },
    );
  };
  return (
    <div className="plan-publish">
      <p data-testid="plan-state" data-version={version} role="status">
        {plan.edited ? (
          <b>{said.changed}</b>
        ) : (
          <span className="note">
            {done !== null && done === version ? said.published({ version }) : said.unchanged}
          </span>
        )}
      </p>
      {plan.edited && (
        <button
          type="button"
          className="button"
          data-testid="plan-discard"
          onClick={() => setAsking('discard')}
        >
          {said.discard}
        </button>
      )}
      <button
        type="button"
        className="button button-primary"
        data-testid="plan-publish"
        disabled={!plan.edited}
        onClick={() => setAsking('publish')}
      >
        <Send aria-hidden="true" />
        {said.publish}
      </button>
      {asking === 'discard' && (
        <Modal
          title={said.discardTitle}
          intro={said.discardIntro}
          testId="discard-dialog"
          onClose={() => setAsking(null)}
        >
          <div className="form-buttons">
            <button type="button" className="button" onClick={() => setAsking(null)}>
              {words.common.cancel}
            </button>
            <button
              type="button"
              className="button button-primary"
              data-testid="discard-confirm"
              onClick={() => {
                planEditor.discard();
                setAsking(null);
              }}
            >
              {said.discard}
            </button>
          </div>
        </Modal>
      )}
      {asking === 'publish' && (
        <ReasonDialog
          title={said.publishTitle}
          intro={said.publishIntro}
          act={said.publish}
          testId="publish-dialog"
          busy={busy}
          disabled={errors}
          onClose={() => {
            setAsking(null);
            setRefusal(null);
            if (errors || refusal?.code === 'faults') onFaults();
          }}
          onConfirm={publish}
        >
          {plan.draft.moves.size > 0 && (
            <p className="note num">{said.publishMoved({ count: plan.draft.moves.size })}</p>
          )}
          {errors && <p className="note note-bad">{said.publishErrors}</p>}
          {refusal !== null && (
            <p className="note note-bad" role="alert" data-testid="publish-refused">
              {said.refusals[refusal.code]}
            </p>
          )}
          {failed !== null && (
            <p className="note note-bad" role="alert">
              {words.failures[failed]}
            </p>
          )}
        </ReasonDialog>
      )}
    </div>
  );
}
