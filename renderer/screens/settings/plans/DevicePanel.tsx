import { MapPin } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { type DraftDevice, moveDevices } from '../../../state/planDraft.ts';
import { CsvPlaces } from './CsvPlaces.tsx';
import { DeviceList } from './DeviceList.tsx';
import { NumberField, TextField } from './fields.tsx';
import type { Plan } from './usePlan.ts';

function DeviceForm({
  plan,
  floor,
  device,
}: {
  plan: Plan;
  floor: PlannedFloor;
  device: DraftDevice;
}) {
  const said = useWords().plans;
  const { planEditor } = useServices();
  const { deviceId, name, floorId, xM, yM, upstreamPanel, branch } = device;
  const here = floorId === floor.id;
  const change = (what: Partial<Parameters<typeof moveDevices>[1][number]>) => {
    // One that stands nowhere begins in the middle of the floor that is shown.
    const at = floorId === null ? middleOf(floor) : { floorId, xM, yM };
    plan.change((draft) => moveDevices(draft, [{ deviceId, ...at, ...what }]));
  };
  return (
    <div className="form plan-zone-form" data-testid="device-form" data-device-id={deviceId}>
      <p className="num break">
        <b>{deviceId}</b>
      </p>
      <button
        type="button"
        className="button button-small"
        data-testid="place-on-map"
        onClick={() => planEditor.use('place')}
      >
        <MapPin aria-hidden="true" />
        {said.placeOnMap}
      </button>
      <TextField
        label={said.name}
        testId="device-name"
        value={name}
        max={80}
        onChange={(value) => change({ name: value })}
      />
      <div className="field-pair">
        <NumberField
          label={said.x}
          testId="device-x"
          value={xM}
          min={0}
          max={floor.widthM}
          onChange={(value) => change(here ? { xM: value } : { ...middleOf(floor), xM: value })}
        />
        <NumberField
          label={said.y}
          testId="device-y"
          value={yM}
          min={0}
          max={floor.heightM}
          onChange={(value) => change(here ? { yM: value } : { ...middleOf(floor), yM: value })}
        />
      </div>
      <div className="field-pair">
        <TextField
          label={said.panel}
          testId="device-panel"
          value={upstreamPanel ?? ''}
          max={64}
          mayBeEmpty
          onChange={(value) => change({ upstreamPanel: value })}
        />
        <TextField
          label={said.branch}
          testId="device-branch"
          value={branch ?? ''}
          max={64}
          mayBeEmpty
          onChange={(value) => change({ branch: value })}
        />
      </div>
    </div>
  );
}

function middleOf({ id, widthM, heightM }: PlannedFloor) {
  return { floorId: id, xM: widthM / 2, yM: heightM / 2 };
}

/** Every device of the building: found, placed, and what it hangs on. */
export function DevicePanel({ plan, floor }: { plan: Plan; floor: PlannedFloor }) {
  const said = useWords().plans;
  const id = useId();
  const { planEditor } = useServices();
  const chosenId = useStore(planEditor.state, (state) => state.deviceId);
  const [search, setSearch] = useState('');
  const [unplaced, setUnplaced] = useState(false);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const rank = ({ floorId }: DraftDevice) =>
      floorId === null ? 0 : floorId === floor.id ? 1 : 2;
    return plan.devices
      .filter(
        ({ deviceId, name, floorId }) =>
          (!unplaced || floorId === null) && `${deviceId} ${name}`.toLowerCase().includes(wanted),
      )
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'ko', { numeric: true }));
  }, [plan.devices, search, unplaced, floor.id]);
  const chosen = plan.devices.find(({ deviceId }) => deviceId === chosenId);
  return (
    <div className="plan-panel form">
      <div className="field">
        <label htmlFor={id}>{said.search}</label>
        <input
          id={id}
          className="input"
          type="search"
          data-testid="device-search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={unplaced}
          onChange={(event) => setUnplaced(event.target.checked)}
        />
        {said.unplacedOnly}
      </label>
      {chosen !== undefined && (
        <DeviceForm key={chosen.deviceId} plan={plan} floor={floor} device={chosen} />
      )}
      <DeviceList plan={plan} found={found} />
      <p className="note">{said.dragHint}</p>
      <CsvPlaces plan={plan} />
    </div>
  );
}
