import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FloorView } from '#shared/contract/views.ts';
import type { Corner } from '#shared/plans/polygon.ts';
import { beginHistory, type EditHistory, redo, step, undo } from './editHistory.ts';
import { draftOf, type PlanDraft } from './planDraft.ts';

export type Tool = 'select' | 'zone' | 'scale' | 'place';

export interface PlanEditorState {
  /** Null while nothing was changed: then the editor shows what is published. */
  readonly history: EditHistory<PlanDraft> | null;
  /** The version that the first change began from. */
  readonly version: number;
  readonly tool: Tool;
  readonly floorId: string | null;
  readonly zoneId: string | null;
  readonly corner: number | null;
  readonly deviceId: string | null;
  /** Corners of the zone that is being drawn, or the ends of what is being measured. */
  readonly points: readonly Corner[];
  readonly snap: boolean;
}

const NOTHING_CHOSEN = {
  zoneId: null,
  corner: null,
  deviceId: null,
  points: [],
  tool: 'select',
} as const;

/**
 * The plan that somebody is editing. Lives as long as the page, so that an alarm which calls the operator to the desk
 * costs no work; nothing of it is on any desk before it is published.
 */
export class PlanEditor {
  readonly state: StoreApi<PlanEditorState> = createStore<PlanEditorState>(() => ({
    history: null,
    version: 0,
    floorId: null,
    snap: true,
    ...NOTHING_CHOSEN,
  }));

  /** What is edited; what is published while nothing was changed. */
  draft(published: readonly FloorView[]): PlanDraft {
    return this.state.getState().history?.present ?? draftOf(published);
  }

  /**
   * One step that can be undone.
   * @param from what it begins with when it is the first
   */
  change(
    from: { readonly floors: readonly FloorView[]; readonly version: number },
    edit: (draft: PlanDraft) => PlanDraft,
  ): void {
    const { history } = this.state.getState();
    const before = history ?? beginHistory(draftOf(from.floors));
    const next = step(before, edit(before.present));
    if (next === before) return;
    this.state.setState(
      history === null ? { history: next, version: from.version } : { history: next },
    );
  }

  undo(): void {
    const { history } = this.state.getState();
    if (history !== null) this.#went(undo(history));
  }

  redo(): void {
    const { history } = this.state.getState();
    if (history !== null) this.#went(redo(history));
  }

  choose(chosen: Partial<Pick<PlanEditorState, 'zoneId' | 'corner' | 'deviceId'>>): void {
    this.state.setState({ zoneId: null, corner: null, deviceId: null, ...chosen });
  }

  showFloor(floorId: string): void {
    this.state.setState({ ...NOTHING_CHOSEN, floorId });
  }

  use(tool: Tool): void {
    const { deviceId } = this.state.getState();
    this.state.setState({ ...NOTHING_CHOSEN, tool, deviceId: tool === 'place' ? deviceId : null });
  }

  setPoints(points: readonly Corner[]): void {
    this.state.setState({ points });
  }

  /** Forgets every change; also what is called once they are published. */
  discard(): void {
    this.state.setState({ history: null, ...NOTHING_CHOSEN });
  }

  #went(history: EditHistory<PlanDraft>): void {
    // What is chosen may not exist in the step that was gone to.
    this.state.setState({ history, zoneId: null, corner: null, points: [] });
  }
}
