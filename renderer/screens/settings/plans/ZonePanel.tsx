import { Plus, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import { formatNumber } from '#shared/i18n/format.ts';
import { type PlannedFloor, ZONE_KINDS } from '#shared/plans/plan.ts';
import { areaOf, type Corner } from '#shared/plans/polygon.ts';
import { zoneAt } from '#shared/plans/zoneAt.ts';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import {
  addZone,
  changeZone,
  type DraftZone,
  insertCorner,
  removeZone,
  setCorner,
} from '../../../state/planDraft.ts';
import { bothNames } from './bothNames.ts';
import { NumberField, TextField } from './fields.tsx';
import type { Plan } from './usePlan.ts';

interface PanelProps {
  readonly plan: Plan;
  readonly floor: PlannedFloor;
}

function Corners({ plan, floor, zone }: PanelProps & { zone: DraftZone }) {
  const said = useWords().plans;
  const { planEditor } = useServices();
  const chosen = useStore(planEditor.state, (state) => state.corner);
  const { polygon } = zone;
  const set = (next: typeof polygon) =>
    plan.change((draft) => changeZone(draft, floor.id, zone.id, { polygon: next }));
  return (
    <fieldset className="field">
      <legend>{said.corners}</legend>
      <ol className="plan-corners">
        {polygon.map(([x, y], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a corner is nothing but its place in the row.
          <li key={i} data-chosen={i === chosen}>
            <NumberField
              label={`${said.corner({ number: i + 1 })} X`}
              hideLabel
              testId={`corner-x-${i}`}
              value={x}
              min={0}
              max={floor.widthM}
              onChange={(value) => set(setCorner(polygon, i, [value, y]))}
            />
            <NumberField
              label={`${said.corner({ number: i + 1 })} Y`}
              hideLabel
              testId={`corner-y-${i}`}
              value={y}
              min={0}
              max={floor.heightM}
              onChange={(value) => set(setCorner(polygon, i, [x, value]))}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={`${said.addCorner} (${i + 1})`}
              onClick={() => {
                const [toX, toY] = polygon[(i + 1) % polygon.length] ?? [x, y];
                set(insertCorner(polygon, i, [(x + toX) / 2, (y + toY) / 2]));
              }}
            >
              <Plus aria-hidden="true" />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`${said.removeCorner} (${i + 1})`}
              disabled={polygon.length <= 3}
              onClick={() => set(setCorner(polygon, i, null))}
            >
              <Trash2 aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}

function ZoneForm({ plan, floor, zone }: PanelProps & { zone: DraftZone }) {
  const said = useWords().plans;
  const { planEditor } = useServices();
  const { name } = zone;
  const change = (what: Parameters<typeof changeZone>[3]) =>
    plan.change((draft) => changeZone(draft, floor.id, zone.id, what));
  return (
    <div className="form plan-zone-form">
      <div className="field-pair">
        <TextField
          label={said.nameKo}
          testId="zone-name-ko"
          value={name.ko}
          max={80}
          onChange={(ko) => change({ name: { ...name, ko } })}
        />
        <TextField
          label={said.nameEn}
          testId="zone-name-en"
          value={name.en}
          max={80}
          onChange={(en) => change({ name: { ...name, en } })}
        />
      </div>
      <label className="field">
        {said.zoneKind}
        <select
          className="input"
          data-testid="zone-kind"
          value={zone.kind}
          onChange={(event) => {
            const kind = ZONE_KINDS.find((one) => one === event.target.value);
            if (kind !== undefined) change({ kind });
          }}
        >
          {ZONE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {said.zoneKinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <Corners plan={plan} floor={floor} zone={zone} />
      <button
        type="button"
        className="button button-small"
        data-testid="delete-zone"
        onClick={() => {
          plan.change((draft) => removeZone(draft, floor.id, zone.id));
          planEditor.choose({});
        }}
      >
        <Trash2 aria-hidden="true" />
        {said.deleteZone}
      </button>
    </div>
  );
}

/** A square in the middle of the floor: what somebody without a mouse begins with. */
function middleSquare({ widthM, heightM }: PlannedFloor): readonly Corner[] {
  const half = Math.min(widthM, heightM) / 8;
  const [x, y] = [widthM / 2, heightM / 2];
  return [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ];
}

/** The floor's zones by name, and the chosen one by numbers. */
export function ZonePanel({ plan, floor }: PanelProps) {
  const said = useWords().plans;
  const language = useLanguage();
  const { planEditor } = useServices();
  const zoneId = useStore(planEditor.state, (state) => state.zoneId);
  const chosen = floor.zones.find(({ id }) => id === zoneId);
  const counts = new Map<string, number>();
  for (const { floorId, xM, yM } of plan.devices) {
    const zone = floorId === floor.id ? zoneAt(floor.zones, xM, yM) : null;
    if (zone !== null) counts.set(zone.id, (counts.get(zone.id) ?? 0) + 1);
  }
  const addSquare = () => {
    const added = addZone(plan.draft, floor.id, {
      name: bothNames((one) => one.zoneNew({ number: floor.zones.length + 1 })),
      kind: 'other',
      polygon: middleSquare(floor),
    });
    plan.change(() => added.draft);
    planEditor.choose({ zoneId: added.zoneId });
  };
  return (
    <div className="plan-panel form">
      {floor.zones.length === 0 && <p className="note">{said.zoneNone}</p>}
      <ul className="plan-list">
        {floor.zones.map(({ id, name, kind, polygon }) => (
          <li key={id}>
            <button
              type="button"
              className="plan-row inset-focus"
              data-testid="zone-row"
              data-zone-id={id}
              aria-pressed={id === zoneId}
              onClick={() => planEditor.choose({ zoneId: id })}
            >
              <b className="truncate">{name[language]}</b>
              <small className="num">
                {said.zoneKinds[kind]} ·{' '}
                {said.area({ area: formatNumber(areaOf(polygon), 1, language) })} ·{' '}
                {said.zoneDevices({ count: counts.get(id) ?? 0 })}
              </small>
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button button-small"
        data-testid="add-zone-numbers"
        onClick={addSquare}
      >
        <Plus aria-hidden="true" />
        {said.addZone}
      </button>
      {chosen !== undefined && <ZoneForm key={chosen.id} plan={plan} floor={floor} zone={chosen} />}
    </div>
  );
}
