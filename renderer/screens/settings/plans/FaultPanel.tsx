import { CircleAlert, TriangleAlert } from 'lucide-react';
import { isError, type PlanFault } from '#shared/plans/faults.ts';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import type { Plan } from './usePlan.ts';

const SHOWN = 100;

/** What is wrong, and what is not finished: each leads to its place. */
export function FaultPanel({
  plan,
  onChosen,
}: {
  plan: Plan;
  onChosen: (what: 'floor' | 'zones' | 'devices') => void;
}) {
  const said = useWords().plans;
  const language = useLanguage();
  const { planEditor } = useServices();
  const { faults } = plan;
  const devices = new Map(plan.devices.map((device) => [device.deviceId, device.name]));
  const subject = ({ floorId, zoneId, deviceId, otherId }: PlanFault): string => {
    const floor = plan.floors.find(({ id }) => id === floorId);
    const zone = floor?.zones.find(({ id }) => id === zoneId);
    const names = [floor?.name[language], zone?.name[language]];
    for (const id of [deviceId, otherId]) if (id !== undefined) names.push(devices.get(id) ?? id);
    return names.filter((name) => name !== undefined).join(' · ');
  };
  const go = ({ floorId, zoneId, deviceId }: PlanFault) => {
    if (plan.floors.some(({ id }) => id === floorId) && floorId !== null)
      planEditor.showFloor(floorId);
    if (deviceId !== undefined) planEditor.choose({ deviceId });
    else if (zoneId !== undefined) planEditor.choose({ zoneId });
    onChosen(deviceId !== undefined ? 'devices' : zoneId !== undefined ? 'zones' : 'floor');
  };
  const errors = faults.filter(isError).length;
  if (faults.length === 0)
    return (
      <div className="plan-panel">
        <p className="note note-good">{said.faultsNone}</p>
      </div>
    );
  return (
    <div className="plan-panel form">
      <p className="num">
        {said.errors({ count: errors })} · {said.warnings({ count: faults.length - errors })}
      </p>
      <ul className="plan-list">
        {faults.slice(0, SHOWN).map((fault) => (
          <li key={`${fault.code} ${fault.floorId} ${fault.zoneId} ${fault.deviceId}`}>
            <button
              type="button"
              className="plan-row inset-focus"
              data-testid="fault-row"
              data-code={fault.code}
              data-bad={isError(fault)}
              onClick={() => go(fault)}
            >
              <b>
                {isError(fault) ? (
                  <CircleAlert aria-hidden="true" />
                ) : (
                  <TriangleAlert aria-hidden="true" />
                )}
                {said.faults[fault.code]}
              </b>
              <small className="truncate">{subject(fault)}</small>
            </button>
          </li>
        ))}
      </ul>
      {faults.length > SHOWN && (
        <p className="note num">{said.faultsMore({ count: faults.length - SHOWN })}</p>
      )}
    </div>
  );
}
