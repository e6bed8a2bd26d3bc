/** What the contract's `plans` area answers. */
import type { DrawingRefusal, DrawingType, DrawingView } from '#shared/plans/drawing.ts';
import type { PlanFault } from '#shared/plans/faults.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { LocalName } from './localName.ts';

export type DrawingStep =
  | { readonly done: true; readonly uploadId: string }
  | { readonly done: false; readonly refusal: DrawingRefusal };

export type DrawingTaken =
  | { readonly done: true; readonly drawing: DrawingView }
  | { readonly done: false; readonly refusal: DrawingRefusal };

export interface DrawingChunk {
  readonly mediaType: DrawingType;
  /** Base64. */
  readonly data: string;
  /** Where the next one begins; null after the last. */
  readonly next: number | null;
}

/** The plan as it was made public once. */
export interface PlanVersion {
  /** Counts from 1; the plan as it was before anybody changed it is the first. */
  readonly id: number;
  readonly at: EpochMs;
  /** Null: as the desk found it. */
  readonly operator: string | null;
  readonly desk: string | null;
  readonly reason: string | null;
  /** The version that was put back; null for an edited one. */
  readonly restores: number | null;
  readonly floors: readonly { readonly id: string; readonly name: LocalName }[];
  readonly zones: number;
  readonly devices: number;
  /** Devices that this version put somewhere else than the one before had them. */
  readonly moved: number;
}

export interface PlanOverview {
  /** The version that the desks show; 0 while nobody has changed the plan. An edit says which it began from. */
  readonly version: number;
  /** Newest first. */
  readonly versions: readonly PlanVersion[];
}

export type PlanRefusal =
  /** Somebody else has published since. */
  | { readonly code: 'changed'; readonly version: number }
  | { readonly code: 'faults'; readonly faults: readonly PlanFault[] }
  /** A floor would go, and devices stand on it. */
  | { readonly code: 'floorInUse'; readonly floorId: string; readonly devices: readonly string[] }
  | { readonly code: 'unknownDevice'; readonly deviceId: string }
  | { readonly code: 'unknownDrawing'; readonly floorId: string };

export type PlanAnswer =
  | { readonly done: true; readonly version: number }
  | { readonly done: false; readonly refusal: PlanRefusal };
