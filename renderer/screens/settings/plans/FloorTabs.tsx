import { Copy, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { addFloor, copyFloor, type PlanDraft, removeFloor } from '../../../state/planDraft.ts';
import { bothNames } from './bothNames.ts';
import type { Plan } from './usePlan.ts';

function DeleteDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const words = useWords();
  const said = words.plans;
  const language = useLanguage();
  const { floor, floors, devices } = plan;
  if (floor === undefined) return null;
  const count = devices.filter(({ floorId }) => floorId === floor.id).length;
  const refusal =
    floors.length === 1 ? said.lastFloor : count > 0 ? said.deleteInUse({ count }) : null;
  return (
    <Modal
      title={said.deleteTitle({ floor: floor.name[language] })}
      intro={said.deleteIntro}
      testId="delete-floor-dialog"
      onClose={onClose}
    >
      {refusal !== null && <p className="note note-bad">{refusal}</p>}
      <div className="form-buttons">
        <button type="button" className="button" onClick={onClose}>
          {words.common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="delete-floor-confirm"
          disabled={refusal !== null}
          onClick={() => {
            plan.change((draft) => removeFloor(draft, floor.id));
            onClose();
          }}
        >
          {said.deleteFloor}
        </button>
      </div>
    </Modal>
  );
}

/** The building's floors, the highest on top, and what can be done with the chosen one. */
export function FloorTabs({ plan }: { plan: Plan }) {
  const words = useWords();
  const said = words.plans;
  const language = useLanguage();
  const { planEditor } = useServices();
  const [deleting, setDeleting] = useState(false);
  const { floor: chosen } = plan;
  const add = (make: (draft: PlanDraft) => { draft: PlanDraft; floorId: string }) => {
    const { draft, floorId } = make(plan.draft);
    plan.change(() => draft);
    planEditor.showFloor(floorId);
  };
  const number = plan.floors.length + 1;
  const fresh = bothNames((one) => one.newFloor({ number }));
  return (
    <nav className="plan-floors" aria-label={said.floors}>
      <ul>
        {plan.floors.map(({ id, name, level }) => (
          <li key={id}>
            <button
              type="button"
              className="plan-floor inset-focus"
              data-testid="plan-floor"
              data-floor-id={id}
              aria-current={id === chosen?.id}
              onClick={() => planEditor.showFloor(id)}
            >
              <span className="truncate">{name[language]}</span>
              <small className="num">{level}</small>
            </button>
          </li>
        ))}
      </ul>
      <div className="plan-floor-acts">
        <button
          type="button"
          className="button button-small"
          data-testid="add-floor"
          onClick={() => add((draft) => addFloor(draft, plan.published, fresh))}
        >
          <Plus aria-hidden="true" />
          {said.addFloor}
        </button>
        <button
          type="button"
          className="button button-small"
          data-testid="copy-floor"
          title={said.copyHint}
          disabled={chosen === undefined}
          onClick={() =>
            chosen &&
            add((draft) =>
              copyFloor(
                draft,
                plan.published,
                chosen.id,
                bothNames((one, at) => one.copyOf({ name: chosen.name[at] })),
              ),
            )
          }
        >
          <Copy aria-hidden="true" />
          {said.copyFloor}
        </button>
        <button
          type="button"
          className="button button-small"
          data-testid="delete-floor"
          disabled={chosen === undefined}
          onClick={() => setDeleting(true)}
        >
          <Trash2 aria-hidden="true" />
          {said.deleteFloor}
        </button>
      </div>
      {deleting && <DeleteDialog plan={plan} onClose={() => setDeleting(false)} />}
    </nav>
  );
}
