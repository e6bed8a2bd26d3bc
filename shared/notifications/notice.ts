/** One message that is about to be sent: what it tells of, and what the text has to know besides. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { SignedHead } from '#shared/audit/entry.ts';
import type { LocalName } from '#shared/contract/views.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { NotificationRequest } from './request.ts';

export interface NoticeItem extends NotificationRequest {
  readonly queuedAt: EpochMs;
  /** The alarm at the moment of sending; null when it is about none, or is no longer in the record. */
  readonly alarmNow: AlarmRecord | null;
  /** Null when it is about no device, or one that was never named. */
  readonly place: { readonly name: string; readonly floor: LocalName | null } | null;
}

export interface NoticeContext {
  readonly language: Language;
  readonly timeZone: string;
  readonly siteName: LocalName;
  readonly simulated: boolean;
  readonly now: EpochMs;
  /** Out of the building it proves what stood in the audit record at that time. Null where nothing signs one. */
  readonly auditHead: SignedHead | null;
  readonly thresholds: Thresholds;
}

export interface NoticeTexts {
  /** Begins with the severity; at most 99 UTF-16 code units on one line. */
  readonly subject: string;
  /** At most 70 UTF-16 code units: one part of a Korean text message. */
  readonly sms: string;
  /** A few lines, for whatever shows a text. */
  readonly brief: string;
  /** Everything, for an e-mail. */
  readonly full: string;
}

const DAY_MS = 86_400_000;

/** It is over, and has been waiting for so long that nobody has to run: told all the same, after the others. */
export function isObsolete({ alarm, alarmNow, queuedAt }: NoticeItem, now: EpochMs): boolean {
  if (alarm === null || now - queuedAt < DAY_MS) return false;
  return alarmNow === null || alarmNow.endedAt !== null;
}
