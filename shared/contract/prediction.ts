/** The prediction: what the model said of a device over time, and why; how good it was, and which one is in charge. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { type ModelLimits, modelLimitsSchema } from '#shared/prediction/monitoring/limits.ts';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';
import { AlarmId, base, DeviceId, Note, Session, Time } from './base.ts';
import type { SignOnRefused } from './operatorViews.ts';
import type {
  Explanation,
  ModelProblemCode,
  ModelReport,
  ModelVersion,
  OtherModel,
  PredictionTimeline,
} from './predictionViews.ts';

/** Larger ones are no model of this program. */
export const MAX_MODEL_BYTES = 64 * 1024 * 1024;

const Reason = Note.min(1);
const Hash = z.string().min(1).max(64);
/** Somebody else than the session's person, who types their own password or PIN at this desk. */
const Second = z.object({
  operatorId: z.string().min(1).max(64),
  secret: z.string().min(1).max(512),
});
/** Base64 of one chunk. */
const Chunk = z
  .string()
  .max(Math.ceil(CHUNK_BYTES / 3) * 4)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** Why a model is refused: the code for the screen's words, the detail for whoever made the model. */
export interface ModelProblem {
  readonly code: ModelProblemCode;
  readonly detail: string;
}

export type OfferStep =
  | { readonly done: true; readonly uploadId: string }
  | { readonly done: false; readonly problem: ModelProblem };
export type Offered =
  | { readonly done: true; readonly version: ModelVersion }
  | { readonly done: false; readonly problem: ModelProblem };
export type ModelChanged = { readonly done: true; readonly version: ModelVersion } | SignOnRefused;

export const prediction = {
  timeline: base
    .input(
      z
        .object({
          deviceId: DeviceId,
          from: Time,
          to: Time,
          maxPoints: z.number().int().min(10).max(20_000).default(2000),
        })
        .refine((q) => q.from < q.to, { message: 'from must be before to', path: ['from'] }),
    )
    .output(type<PredictionTimeline>()),
  /**
   * Which inputs drove what the model says of the device now, or said when this alarm was raised, then asked of the model
   * that judged it. Null where there is no prediction to explain.
   */
  explain: base
    .input(z.object({ deviceId: DeviceId, alarmId: AlarmId.optional() }))
    .output(type<Explanation | OtherModel | null>()),
  report: base.output(type<ModelReport>()),
  limits: base.output(type<ModelLimits>()),
  saveLimits: base
    .input(z.object({ session: Session, limits: modelLimitsSchema }))
    .output(type<ModelLimits>()),
  /** A model file comes in chunks. Once it is whole it is checked, and runs beside the live one without alarming. */
  offerBegin: base
    .input(
      z.object({
        session: Session,
        name: z.string().min(1).max(500),
        byteLength: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
      }),
    )
    .output(type<OfferStep>()),
  offerChunk: base
    .input(
      z.object({
        session: Session,
        uploadId: z.uuid(),
        offset: z.number().int().min(0).max(MAX_MODEL_BYTES),
        data: Chunk,
      }),
    )
    .output(type<OfferStep>()),
  /** Takes the place of a model that is on trial already. CONFLICT for the one that is live. */
  offerFinish: base
    .input(z.object({ session: Session, uploadId: z.uuid() }))
    .output(type<Offered>()),
  /** Its file is kept, and can be rolled back to. NOT_FOUND when none is on trial. */
  discardShadow: base.input(z.object({ session: Session, reason: Reason })).output(type<null>()),
  /**
   * Puts the model on trial in charge, by two people. `hash` is the one that they looked at: NOT_FOUND when another is on
   * trial meanwhile. CONFLICT when its file can't be used any more.
   */
  promote: base
    .input(z.object({ session: Session, hash: Hash, second: Second, reason: Reason }))
    .output(type<ModelChanged>()),
  /** Back to a model that was known before, by two people; without a hash to the one before the live one. */
  rollBack: base
    .input(z.object({ session: Session, hash: Hash.optional(), second: Second, reason: Reason }))
    .output(type<ModelChanged>()),
};
