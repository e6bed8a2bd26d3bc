import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { DeviceView, FloorView } from '#shared/contract/views.ts';
import { type PlanFault, planFaults } from '#shared/plans/faults.ts';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import { useDesk, useEngineNow, useServices } from '../../../app/hooks.ts';
import type { EditedFloor } from '../../../floor-map/EditorMap.ts';
import {
  type DraftDevice,
  draftDevices,
  draftOf,
  type PlanDraft,
} from '../../../state/planDraft.ts';

/** Devices change with every reading, and their places hardly ever: looked at this often, and when their number changes. */
const LOOK_MS = 10_000;

export interface Plan {
  readonly published: readonly FloorView[];
  /** What is edited, or what is published while nothing was changed. */
  readonly draft: PlanDraft;
  readonly edited: boolean;
  /** Highest first. */
  readonly floors: readonly PlannedFloor[];
  readonly floor: PlannedFloor | undefined;
  readonly devices: readonly DraftDevice[];
  readonly faults: readonly PlanFault[];
  /** One step that can be undone. */
  change(edit: (draft: PlanDraft) => PlanDraft): void;
}

/** @param version the newest that was published */
export function usePlan(version: number): Plan {
  const { planEditor, desk } = useServices();
  const published = useDesk((state) => state.floors);
  const expected = useDesk((state) => state.status?.expected);
  const inbox = useDesk((state) => state.status?.inbox);
  const look = useEngineNow(LOOK_MS);
  const history = useStore(planEditor.state, (state) => state.history);
  const chosen = useStore(planEditor.state, (state) => state.floorId);
  const draft = useMemo(() => history?.present ?? draftOf(published), [history, published]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when to look again.
  const live = useMemo(
    (): readonly DeviceView[] => [...desk.getState().devices.values()],
    [desk, published, expected, inbox, look],
  );
  const devices = useMemo(() => draftDevices(draft, live), [draft, live]);
  const faults = useMemo(() => planFaults(draft.floors, devices), [draft, devices]);
  const floors = useMemo(() => [...draft.floors].sort((a, b) => b.level - a.level), [draft]);
  return {
    published,
    draft,
    edited: history !== null,
    floors,
    floor: floors.find(({ id }) => id === chosen) ?? floors[0],
    devices,
    faults,
    change: (edit) => planEditor.change({ floors: published, version }, edit),
  };
}

/** The floor with the drawing that it shows. */
export function drawnFloor(floor: PlannedFloor, published: readonly FloorView[]): EditedFloor {
  const own = published.find(({ id }) => id === floor.planOf);
  const { id, widthM, heightM, drawing, zones } = floor;
  return { id, widthM, heightM, drawing, zones, planSvg: own?.planSvg ?? outline(floor) };
}

function outline({ widthM, heightM }: PlannedFloor): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthM} ${heightM}"><rect class="plan-outline" x="0" y="0" width="${widthM}" height="${heightM}"/></svg>`;
}
