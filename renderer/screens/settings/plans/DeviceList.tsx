import { useStore } from 'zustand';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import type { DraftDevice } from '../../../state/planDraft.ts';
import type { Plan } from './usePlan.ts';

/** What a device carries while it is dragged from the list. */
export const DEVICE_TYPE = 'application/x-emberwatch-device';

/** More rows than anybody reads; the search narrows them. */
const SHOWN = 60;

/** Devices that were found: pressed they are chosen, dragged they are placed. */
export function DeviceList({ plan, found }: { plan: Plan; found: readonly DraftDevice[] }) {
  const said = useWords().plans;
  const language = useLanguage();
  const { planEditor } = useServices();
  const chosen = useStore(planEditor.state, (state) => state.deviceId);
  const floors = new Map(plan.floors.map(({ id, name }) => [id, name[language]]));
  if (found.length === 0) return <p className="note">{said.deviceNone}</p>;
  return (
    <>
      <ul className="plan-list plan-devices">
        {found.slice(0, SHOWN).map(({ deviceId, name, floorId }) => (
          <li key={deviceId}>
            <button
              type="button"
              className="plan-row inset-focus"
              data-testid="device-row"
              data-device-id={deviceId}
              aria-pressed={deviceId === chosen}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(DEVICE_TYPE, deviceId);
                event.dataTransfer.effectAllowed = 'move';
              }}
              onClick={() => {
                if (floorId !== null && floors.has(floorId)) planEditor.showFloor(floorId);
                planEditor.choose({ deviceId });
              }}
            >
              <b className="truncate">{name}</b>
              <small className="num">
                {name !== deviceId && `${deviceId} · `}
                {floorId === null ? said.unplaced : (floors.get(floorId) ?? floorId)}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="note num">{said.deviceMore({ count: found.length - SHOWN })}</p>
      )}
    </>
  );
}
