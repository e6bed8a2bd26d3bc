import { Magnet, MousePointer2, Redo2, Ruler, SquareDashed, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from '../../../app/hooks.ts';
import { scaleBetween } from '../../../state/planDraft.ts';
import type { Plan } from './usePlan.ts';

const TOOLS = [
  { tool: 'select', Icon: MousePointer2 },
  { tool: 'zone', Icon: SquareDashed },
  { tool: 'scale', Icon: Ruler },
] as const;

/** Appears when both ends of a length are there. */
function ScaleForm({ plan }: { plan: Plan }) {
  const said = useWords().plans;
  const { planEditor } = useServices();
  const points = useStore(planEditor.state, (state) => state.points);
  const [metres, setMetres] = useState('');
  const [a, b] = points;
  const { floor } = plan;
  if (a === undefined || b === undefined || floor === undefined) return null;
  const value = Number(metres);
  const valid = metres !== '' && value > 0 && value <= 5_000;
  return (
    <form
      className="plan-scale"
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        plan.change((draft) => scaleBetween(draft, floor.id, [a, b], value));
        planEditor.use('select');
      }}
    >
      <label>
        {said.distance}
        <input
          className="input num"
          type="number"
          min="0.01"
          max="5000"
          step="any"
          // biome-ignore lint/a11y/noAutofocus: the second point was just pressed, and its length is what comes next.
          autoFocus
          data-testid="scale-metres"
          value={metres}
          onChange={(event) => setMetres(event.target.value)}
        />
      </label>
      <button
        type="submit"
        className="button button-primary"
        data-testid="scale-apply"
        disabled={!valid}
      >
        {said.applyScale}
      </button>
    </form>
  );
}

/** What the hand does on the plan, and the way back. */
export function EditorTools({ plan }: { plan: Plan }) {
  const said = useWords().plans;
  const { planEditor } = useServices();
  const { tool, snap, history } = useStore(planEditor.state);
  return (
    <div className="plan-tools-row">
      <div className="plan-tool-group" role="toolbar" aria-label={said.tools.label}>
        {TOOLS.map(({ tool: one, Icon }) => (
          <button
            key={one}
            type="button"
            className="button button-small"
            data-testid={`tool-${one}`}
            aria-pressed={one === tool}
            onClick={() => planEditor.use(one)}
          >
            <Icon aria-hidden="true" />
            {said.tools[one]}
          </button>
        ))}
        <button
          type="button"
          className="button button-small"
          aria-pressed={snap}
          title={said.snapHint}
          onClick={() => planEditor.state.setState({ snap: !snap })}
        >
          <Magnet aria-hidden="true" />
          {said.snap}
        </button>
        <button
          type="button"
          className="button button-small"
          data-testid="plan-undo"
          title={`${said.undo} (Ctrl+Z)`}
          disabled={!history || history.past.length === 0}
          onClick={() => planEditor.undo()}
        >
          <Undo2 aria-hidden="true" />
          {said.undo}
        </button>
        <button
          type="button"
          className="button button-small"
          data-testid="plan-redo"
          title={`${said.redo} (Ctrl+Y)`}
          disabled={!history || history.future.length === 0}
          onClick={() => planEditor.redo()}
        >
          <Redo2 aria-hidden="true" />
          {said.redo}
        </button>
      </div>
      <p className="note" role="status">
        {said.hints[tool]}
      </p>
      {tool === 'scale' && <ScaleForm plan={plan} />}
    </div>
  );
}
