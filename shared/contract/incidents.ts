/** Alarms that belong together: what was done about them, and what they turned out to be. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import {
  type AttachRefusal,
  CHUNK_BYTES,
  MAX_ATTACHMENT_BYTES,
} from '#shared/response/attachment.ts';
import { INCIDENT_PHASES } from '#shared/response/close.ts';
import { GROUPING_MINUTES } from '#shared/response/grouping.ts';
import { NUISANCE_CAUSES, OUTCOMES } from '#shared/response/outcome.ts';
import { AlarmId, base, DeviceId, IncidentId, Note, Session, Time } from './base.ts';
import type {
  AlarmOutcome,
  AttachmentView,
  IncidentCounts,
  IncidentDetail,
  IncidentPage,
  IncidentResult,
} from './responseViews.ts';

const Text = Note.min(1);
const Verdict = z.object({
  outcome: z.enum(OUTCOMES),
  cause: z.enum(NUISANCE_CAUSES).nullable().default(null),
  text: Note.nullable().default(null),
});
const Minutes = z.number().int().min(GROUPING_MINUTES.least).max(GROUPING_MINUTES.most);
const UploadId = z.uuid();
/** Base64 of one chunk. */
const Chunk = z
  .string()
  .max(Math.ceil(CHUNK_BYTES / 3) * 4)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);

export interface AttachmentChunk {
  readonly attachment: AttachmentView;
  /** Base64. */
  readonly data: string;
  /** Where the next chunk begins; null after the last. */
  readonly next: number | null;
}

export type Attached =
  | { readonly done: true; readonly attachment: AttachmentView }
  | { readonly done: false; readonly refusal: AttachRefusal };

export type UploadStep =
  | { readonly done: true; readonly uploadId: string }
  | { readonly done: false; readonly refusal: AttachRefusal };

export const incidents = {
  /** A fire that stands first, then what stands, what waits for its outcome, and what is closed; the newest first. */
  list: base
    .input(
      z.object({
        phase: z.enum([...INCIDENT_PHASES, 'open']).optional(),
        /** Of a closed one. */
        outcome: z.enum(OUTCOMES).optional(),
        from: Time.optional(),
        to: Time.optional(),
        /** A device, place, person, or the incident's number. */
        text: z.string().trim().max(80).optional(),
        limit: z.number().int().min(1).max(200).default(50),
        offset: z.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(type<IncidentPage>()),
  counts: base.output(type<IncidentCounts>()),
  /** One that was merged answers with the one it is part of. */
  get: base
    .input(
      z.object({
        incidentId: IncidentId,
        timelineLimit: z.number().int().min(1).max(5_000).default(200),
      }),
    )
    .output(type<IncidentDetail>()),
  /** Notes are never changed; a correction is another note that names the one it corrects. */
  note: base
    .input(
      z.object({
        session: Session,
        incidentId: IncidentId,
        text: Text,
        corrects: z.number().int().min(1).optional(),
      }),
    )
    .output(type<IncidentDetail>()),
  /** With the outcome. Refused with every reason while an alarm isn't over or a mandatory step is open. */
  close: base
    .input(
      Verdict.extend({
        session: Session,
        incidentId: IncidentId,
        /** Alarms that turned out to be something else than the incident. */
        alarms: z
          .array(
            z.object({ alarmId: AlarmId, ...Verdict.pick({ outcome: true, cause: true }).shape }),
          )
          .max(500)
          .default([]),
      }),
    )
    .output(type<IncidentResult>()),
  /** Several at once, without fire in them. */
  closeMany: base
    .input(
      Verdict.extend({
        session: Session,
        incidentIds: z.array(IncidentId).min(1).max(200),
        outcome: z.enum(['nuisance', 'undetermined']),
      }),
    )
    .output(type<readonly IncidentResult[]>()),
  reopen: base
    .input(z.object({ session: Session, incidentId: IncidentId, reason: Text }))
    .output(type<IncidentResult>()),
  /** Makes `incidentId` a part of `into`. */
  merge: base
    .input(z.object({ session: Session, incidentId: IncidentId, into: IncidentId, reason: Text }))
    .output(type<IncidentResult>()),
  /** To another open incident, or to one of its own; a trouble of its own is in no incident. */
  move: base
    .input(
      z.object({
        session: Session,
        alarmId: AlarmId,
        to: z.union([z.object({ incidentId: IncidentId }), z.literal('own')]),
        reason: Text,
      }),
    )
    .output(type<IncidentResult>()),
  /** A file comes in chunks, because a transport's message is bounded. */
  attachBegin: base
    .input(
      z.object({
        session: Session,
        incidentId: IncidentId,
        name: z.string().min(1).max(500),
        byteLength: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
      }),
    )
    .output(type<UploadStep>()),
  attachChunk: base
    .input(
      z.object({
        session: Session,
        uploadId: UploadId,
        offset: z.number().int().min(0).max(MAX_ATTACHMENT_BYTES),
        data: Chunk,
      }),
    )
    .output(type<UploadStep>()),
  attachFinish: base
    .input(z.object({ session: Session, uploadId: UploadId }))
    .output(type<Attached>()),
  attachment: base
    .input(
      z.object({
        attachmentId: z.number().int().min(1),
        offset: z.number().int().min(0).max(MAX_ATTACHMENT_BYTES).default(0),
      }),
    )
    .output(type<AttachmentChunk>()),
  /** What the alarms of a device turned out to be, newest first. */
  outcomes: base
    .input(z.object({ deviceId: DeviceId, limit: z.number().int().min(1).max(1000).default(200) }))
    .output(type<readonly AlarmOutcome[]>()),
  /** Everything about one incident as JSON text, with the head of the audit chain. */
  export: base
    .input(z.object({ session: Session, incidentId: IncidentId }))
    .output(type<{ readonly fileName: string; readonly json: string }>()),
  settings: base.output(type<{ readonly groupingMinutes: number }>()),
  saveSettings: base
    .input(z.object({ session: Session, groupingMinutes: Minutes }))
    .output(type<{ readonly groupingMinutes: number }>()),
};
