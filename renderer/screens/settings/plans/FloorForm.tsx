import { useId, useState } from 'react';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import { LEVEL, SIDE_M } from '#shared/plans/plan.ts';
import { useWords } from '../../../app/hooks.ts';
import { changeFloor, scaleFloor } from '../../../state/planDraft.ts';
import { NumberField, TextField } from './fields.tsx';
import { ImportDrawing } from './ImportDrawing.tsx';
import type { Plan } from './usePlan.ts';

function DrawingNote({ floor }: { floor: PlannedFloor }) {
  const said = useWords().plans;
  const { drawing, planOf } = floor;
  if (drawing === null)
    return <p className="note">{planOf === null ? said.drawingNone : said.drawingBuiltIn}</p>;
  const { name, kind, page } = drawing.source;
  return (
    <p className="note">
      <span className="break">
        {page === null
          ? said.drawingFrom({ name, kind: kind.toUpperCase() })
          : said.drawingPage({ name, page })}
      </span>{' '}
      <b className="plan-scaled" data-testid="plan-scaled" data-scaled={drawing.scaled}>
        {drawing.scaled ? said.scaled : said.notScaled}
      </b>
    </p>
  );
}

/** What a floor is called, where it stands in the building, and what lies under it. */
export function FloorForm({ plan, floor }: { plan: Plan; floor: PlannedFloor }) {
  const said = useWords().plans;
  const id = useId();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const { name, level, widthM, heightM, drawing } = floor;
  const change = (what: Parameters<typeof changeFloor>[2]) =>
    plan.change((draft) => changeFloor(draft, floor.id, what));
  return (
    <div className="plan-panel form">
      <div className="field-pair">
        <TextField
          label={said.nameKo}
          testId="floor-name-ko"
          value={name.ko}
          max={80}
          onChange={(ko) => change({ name: { ...name, ko } })}
        />
        <TextField
          label={said.nameEn}
          testId="floor-name-en"
          value={name.en}
          max={80}
          onChange={(en) => change({ name: { ...name, en } })}
        />
      </div>
      <NumberField
        label={said.level}
        testId="floor-level"
        value={level}
        min={LEVEL.least}
        max={LEVEL.most}
        step={1}
        hint={said.levelHint}
        onChange={(value) => change({ level: Math.round(value) })}
      />
      <section className="plan-group" aria-label={said.drawing}>
        <h3>{said.drawing}</h3>
        <DrawingNote floor={floor} />
        <ImportDrawing plan={plan} floor={floor} onImported={setRemoved} />
        {removed.length > 0 && (
          <p className="note" role="status">
            {said.removed({ names: removed.join(', ') })}
          </p>
        )}
        {drawing !== null && (
          <label className="check" htmlFor={`${id}-invert`}>
            <input
              id={`${id}-invert`}
              type="checkbox"
              checked={drawing.invert}
              onChange={(event) =>
                change({ drawing: { ...drawing, invert: event.target.checked } })
              }
            />
            {said.invert}
            <small>{said.invertHint}</small>
          </label>
        )}
      </section>
      <div className="field-pair">
        <NumberField
          label={said.width}
          testId="floor-width"
          value={widthM}
          min={SIDE_M.least}
          max={SIDE_M.most}
          onChange={(width) => plan.change((draft) => scaleFloor(draft, floor.id, width / widthM))}
        />
        <NumberField
          label={said.height}
          testId="floor-height"
          value={heightM}
          min={SIDE_M.least}
          max={SIDE_M.most}
          onChange={(height) => {
            // A drawing has a shape of its own; a bare outline may be any.
            if (drawing === null && floor.planOf === null) change({ heightM: height });
            else plan.change((draft) => scaleFloor(draft, floor.id, height / heightM));
          }}
        />
      </div>
      <p className="note">{said.sizeHint}</p>
    </div>
  );
}
