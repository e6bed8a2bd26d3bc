/**
 * What a trouble of the desk, or an alarm of the analysis, says of itself, where that is more than a path or a cause: kept as figures in the alarm's
 * `detail`, so that each reader gets the sentence in their own language. Other details are plain text.
 */
import { z } from 'zod';
import { FINDING_DETAILS } from '#shared/analytics/findingDetail.ts';
import { BACKUP_PROBLEMS } from '../archive/backup.ts';
import { CHAIN_BREAKS } from '../audit/entry.ts';
import { ALARM_KINDS } from './alarm.ts';

const Time = z.number().int();

/** Nothing was received by this way in, and its broker kept nothing. */
const GapDetail = z.object({
  type: z.literal('gap'),
  feed: z.string(),
  from: Time,
  to: Time,
  /** Why it could not be filled yet; null when there is nothing to fill it from. */
  problem: z.string().nullable(),
});

/** Readings that came long after they were measured, some of which would have alarmed. */
const LateDetail = z.object({
  type: z.literal('late'),
  feed: z.string(),
  from: Time,
  to: Time,
  taken: z.number().int(),
  alarming: z.number().int(),
  /** The earliest first; of many only some. */
  devices: z.array(
    z.object({ id: z.string(), kinds: z.array(z.enum(ALARM_KINDS)), firstAt: Time }),
  ),
  moreDevices: z.number().int(),
});

const CERTIFICATE_STATES = ['ending', 'expired', 'notYetValid', 'unreadable'] as const;
export type CertificateState = (typeof CERTIFICATE_STATES)[number];

const CertificateDetail = z.object({
  type: z.literal('certificate'),
  feed: z.string(),
  /** Its name: the common name, or the whole subject. */
  name: z.string(),
  state: z.enum(CERTIFICATE_STATES),
  /** When it ends, or begins when it isn't valid yet; null when it can't be read. */
  at: Time.nullable(),
});

/** Of devices that sign in at the broker inside the desk with a certificate. */
const DeviceCertificatesDetail = z.object({
  type: z.literal('deviceCertificates'),
  state: z.enum(['ending', 'expired']),
  /** The first that end first; of many only some. */
  devices: z.array(z.object({ name: z.string(), at: Time })),
  moreDevices: z.number().int(),
});

const ClockDetail = z.object({
  type: z.literal('clock'),
  feed: z.string(),
  /** Of whose certificate the clock says that it isn't valid yet. */
  name: z.string(),
});

/** The PC's clock was set, or the PC slept: it showed `to` where it would have shown `from`. */
const ClockSetDetail = z.object({ type: z.literal('clockSet'), from: Time, to: Time });

const STORAGE_FAILURES = [
  'readOnly',
  'locked',
  'diskFull',
  'corrupt',
  'diskFailing',
  'other',
] as const;
export type StorageFailure = (typeof STORAGE_FAILURES)[number];

/** For the person who mends it: which file, and what the system said. */
const Said = z.string();

const StorageDetail = z.object({
  type: z.literal('storage'),
  failure: z.enum(STORAGE_FAILURES),
  said: Said,
  /** Readings that found no room while they waited. */
  lost: z.number().int(),
});

/** A damaged file was set aside, and what could be read of it was saved. */
const SalvageDetail = z.object({
  type: z.literal('salvage'),
  file: z.string(),
  /** In rows; null where nobody knows. */
  saved: z.number().int(),
  lost: z.number().int().nullable(),
  said: Said,
});

const AuditDetail = z.object({
  type: z.literal('audit'),
  /** The first that the desk didn't declare itself; null when it is not among those listed. */
  first: z
    .object({
      kind: z.enum(CHAIN_BREAKS),
      seq: z.number().int().nullable(),
      to: z.number().int().nullable(),
      at: Time.nullable(),
      action: z.string().nullable(),
      declaredIn: z.number().int().nullable(),
      detail: z.string().nullable(),
    })
    .nullable(),
  /** How many there are. */
  breaks: z.number().int(),
});

/** The end of the audit record was missing at the start, and the record says so itself. */
const AuditGapDetail = z.object({ type: z.literal('auditGap') });

/** The oldest day's readings were deleted to make room. */
const GaveWayDetail = z.object({ type: z.literal('gaveWay'), day: z.string() });

const BackupDetail = z.object({
  type: z.literal('backup'),
  /** Null when none failed and the newest is only too old. */
  problem: z.enum(BACKUP_PROBLEMS).nullable(),
  /** Age of the newest in hours; null when there is none. */
  hours: z.number().int().nullable(),
  said: Said,
});

const TroubleDetail = z.discriminatedUnion('type', [
  GapDetail,
  LateDetail,
  CertificateDetail,
  DeviceCertificatesDetail,
  ClockDetail,
  ClockSetDetail,
  StorageDetail,
  SalvageDetail,
  AuditDetail,
  AuditGapDetail,
  BackupDetail,
  GaveWayDetail,
  ...FINDING_DETAILS,
]);
export type TroubleDetail = z.output<typeof TroubleDetail>;

export const writeDetail = (detail: TroubleDetail): string => JSON.stringify(detail);

/** @returns null for a detail that is plain text */
export function readDetail(text: string): TroubleDetail | null {
  if (!text.startsWith('{"type":')) return null;
  try {
    const parsed = TroubleDetail.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What stands beneath the sentence, for whoever is called to mend it; null where that has said it all. */
export function technicalPart(text: string): string | null {
  const detail = readDetail(text);
  if (detail === null) return text;
  return 'said' in detail && detail.said !== '' ? detail.said : null;
}
