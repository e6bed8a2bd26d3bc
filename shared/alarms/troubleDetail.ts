/**
 * What a trouble of the desk, or an alarm of the analysis, says of itself, where that is more than a path or a cause: kept as figures in the alarm's
 * `detail`, so that each reader gets the sentence in their own language. Other details are plain text.
 */
import { z } from 'zod';
import { FINDING_DETAILS } from '#shared/analytics/findingDetail.ts';
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

const TroubleDetail = z.discriminatedUnion('type', [
  GapDetail,
  LateDetail,
  CertificateDetail,
  DeviceCertificatesDetail,
  ClockDetail,
  ClockSetDetail,
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
