/** A building's plan as somebody has drawn it: what an editor sends to be published. */
import { z } from 'zod';
import { FloorDrawingSchema } from './drawing.ts';

export const ZONE_KINDS = [
  'electrical',
  'machine',
  'work',
  'public',
  'parking',
  'storage',
  'other',
] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

const MAX_FLOORS = 120;
const MAX_ZONES = 300;
const MAX_CORNERS = 200;
/** Of one publishing: what fits into one message. */
export const MAX_PLACEMENTS = 5_000;
/** Metres; a floor is no smaller than a cupboard and no larger than an airport. */
export const SIDE_M = { least: 1, most: 5_000 } as const;
export const LEVEL = { least: -50, most: 300 } as const;

const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/);
const Name = z.strictObject({
  ko: z.string().trim().min(1).max(80),
  en: z.string().trim().min(1).max(80),
});
const Metres = z.number().min(0).max(SIDE_M.most);
const Side = z.number().min(SIDE_M.least).max(SIDE_M.most);

const ZoneSchema = z.strictObject({
  id: Id,
  name: Name,
  kind: z.enum(ZONE_KINDS).default('other'),
  polygon: z
    .array(z.tuple([Metres, Metres]).readonly())
    .min(3)
    .max(MAX_CORNERS)
    .readonly(),
});

const PlannedFloorSchema = z.strictObject({
  id: Id,
  name: Name,
  level: z.number().int().min(LEVEL.least).max(LEVEL.most),
  widthM: Side,
  heightM: Side,
  /** The floor, as it is now, whose own drawing this one shows; null for a file's drawing or a bare outline. */
  planOf: Id.nullable(),
  /** A file's drawing; null for `planOf`, or for a bare outline. */
  drawing: FloorDrawingSchema.nullable(),
  zones: z.array(ZoneSchema).max(MAX_ZONES),
  /**
   * What the places of the devices that stand here now are multiplied by: the drawing was measured, and what stands on
   * it stays where it is on the sheet.
   */
  stretch: z.number().min(1e-4).max(1e4).default(1),
});
export type PlannedFloor = z.infer<typeof PlannedFloorSchema>;

const Text = z.string().trim().max(64).nullable();

/** A device that is put somewhere. What isn't said stays as it is. */
const PlannedPlacementSchema = z.strictObject({
  deviceId: z.string().min(1).max(128),
  floorId: Id,
  xM: Metres,
  yM: Metres,
  name: z.string().trim().min(1).max(80).optional(),
  upstreamPanel: Text.optional(),
  branch: Text.optional(),
});
export type PlannedPlacement = z.infer<typeof PlannedPlacementSchema>;

export const PlannedBuildingSchema = z.strictObject({
  floors: z.array(PlannedFloorSchema).min(1).max(MAX_FLOORS),
  placements: z.array(PlannedPlacementSchema).max(MAX_PLACEMENTS),
});
export type PlannedBuilding = z.infer<typeof PlannedBuildingSchema>;
