/** The building's plans: drawings, floors, zones and where the devices are. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { DrawingHash, MAX_UPLOAD_BYTES } from '#shared/plans/drawing.ts';
import { PlannedBuildingSchema } from '#shared/plans/plan.ts';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';
import { base, Session } from './base.ts';
import type {
  DrawingChunk,
  DrawingStep,
  DrawingTaken,
  PlanAnswer,
  PlanOverview,
} from './planViews.ts';

const Reason = z.string().trim().min(1).max(500);
const Version = z.number().int().min(0).max(1_000_000_000);

export const plans = {
  overview: base.input(z.object({ session: Session })).output(type<PlanOverview>()),
  /** A drawing on its way in: begun, sent in chunks in their order, finished. */
  drawingBegin: base
    .input(
      z.object({
        session: Session,
        name: z.string().min(1).max(500),
        byteLength: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
      }),
    )
    .output(type<DrawingStep>()),
  drawingChunk: base
    .input(
      z.object({
        session: Session,
        uploadId: z.uuid(),
        offset: z.number().int().min(0).max(MAX_UPLOAD_BYTES),
        data: z.base64().max(Math.ceil(CHUNK_BYTES / 3) * 4),
      }),
    )
    .output(type<DrawingStep>()),
  /** Looks at what the file is, cleans it and keeps it. It is on no floor before a plan with it is published. */
  drawingFinish: base
    .input(z.object({ session: Session, uploadId: z.uuid() }))
    .output(type<DrawingTaken>()),
  /** A drawing's bytes. NOT_FOUND when there is none, or its file is gone. */
  drawing: base
    .input(z.object({ sha256: DrawingHash, offset: z.number().int().min(0).max(MAX_UPLOAD_BYTES) }))
    .output(type<DrawingChunk>()),
  /**
   * Makes a plan the one that every desk shows, all of it or nothing.
   * `version` is the one that the edit began from: refused when there is a newer one.
   */
  publish: base
    .input(
      z.object({
        session: Session,
        version: Version,
        reason: Reason,
        building: PlannedBuildingSchema,
      }),
    )
    .output(type<PlanAnswer>()),
  /**
   * Puts an older version back, as a new one. Devices that were placed since keep their place; refused when their floor
   * isn't in it. NOT_FOUND when there is no such version.
   */
  rollBack: base
    .input(z.object({ session: Session, version: Version, reason: Reason }))
    .output(type<PlanAnswer>()),
};
