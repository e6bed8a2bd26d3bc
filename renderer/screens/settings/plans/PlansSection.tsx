import { useState } from 'react';
import { useStore } from 'zustand';
import type { PlanOverview } from '#shared/contract/planViews.ts';
import { isError } from '#shared/plans/faults.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { RoleGate } from '../../../components/RoleGate.tsx';
import { useRevised } from '../../../state/revised.ts';
import { DevicePanel } from './DevicePanel.tsx';
import { EditorCanvas } from './EditorCanvas.tsx';
import { EditorTools } from './EditorTools.tsx';
import { FaultPanel } from './FaultPanel.tsx';
import { FloorForm } from './FloorForm.tsx';
import { FloorTabs } from './FloorTabs.tsx';
import { PublishBar } from './PublishBar.tsx';
import { usePlan } from './usePlan.ts';
import { VersionPanel } from './VersionPanel.tsx';
import { ZonePanel } from './ZonePanel.tsx';

const TABS = ['floor', 'zones', 'devices', 'faults', 'versions'] as const;
type Tab = (typeof TABS)[number];

function Editor({ overview }: { overview: PlanOverview }) {
  const words = useWords();
  const said = words.plans;
  const { planEditor } = useServices();
  const begun = useStore(planEditor.state, (state) => state.version);
  const plan = usePlan(overview.version);
  const [tab, setTab] = useState<Tab>('floor');
  const { floor } = plan;
  if (floor === undefined) return null;
  const errors = plan.faults.filter(isError).length;
  return (
    <div className="plan-editor" data-testid="plan-editor" data-edited={plan.edited}>
      <PublishBar plan={plan} version={overview.version} onFaults={() => setTab('faults')} />
      {plan.edited && begun !== overview.version && (
        <p className="note note-bad" role="alert">
          {said.movedOn}
        </p>
      )}
      <div className="plan-editor-body">
        <FloorTabs plan={plan} />
        <div className="plan-editor-middle">
          <EditorTools plan={plan} />
          <EditorCanvas plan={plan} floor={floor} onChosen={setTab} />
        </div>
        <div className="plan-editor-side">
          <nav className="page-tabs" aria-label={said.title}>
            {TABS.map((one) => (
              <button
                key={one}
                type="button"
                className="tab"
                data-testid={`plan-tab-${one}`}
                aria-current={one === tab ? 'page' : undefined}
                onClick={() => setTab(one)}
              >
                {said.tabs[one]}
                {one === 'faults' && plan.faults.length > 0 && (
                  <span className="plan-count num" data-bad={errors > 0}>
                    {plan.faults.length}
                  </span>
                )}
              </button>
            ))}
          </nav>
          {tab === 'floor' && <FloorForm key={floor.id} plan={plan} floor={floor} />}
          {tab === 'zones' && <ZonePanel key={floor.id} plan={plan} floor={floor} />}
          {tab === 'devices' && <DevicePanel plan={plan} floor={floor} />}
          {tab === 'faults' && <FaultPanel plan={plan} onChosen={setTab} />}
          {tab === 'versions' && <VersionPanel overview={overview} edited={plan.edited} />}
        </div>
      </div>
    </div>
  );
}

function Plans({ session }: { session: string }) {
  const words = useWords();
  const { value, failed } = useRevised(
    'plans',
    (client, options) => client.plans.overview({ session }, options),
    session,
  );
  if (value !== null) return <Editor overview={value} />;
  return (
    <p className={failed === null ? 'note' : 'note note-bad'}>
      {failed === null
        ? words.plans.loading
        : `${words.plans.loadFailed} ${words.failures[failed]}`}
    </p>
  );
}

/** Settings: the building's floors, drawings and zones, and where its devices are. */
export function PlansSection() {
  const words = useWords();
  return (
    <RoleGate least="administrator" otherwise={words.plans.needsAdministrator}>
      {(session) => <Plans session={session} />}
    </RoleGate>
  );
}
