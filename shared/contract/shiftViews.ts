/** What the shift screen shows: the log, the check lists and the hand-overs. */
import type { AlarmClass, AlarmKind, AlarmPriority, AlarmState } from '#shared/alarms/alarm.ts';
import type { FloodRecord } from '#shared/alarms/flood.ts';
import type { MeterWait } from '#shared/alarms/meter.ts';
import type { SetAsideType } from '#shared/alarms/setAside.ts';
import type {
  CheckFigure,
  CheckListName,
  CheckPeriod,
  CheckSection,
} from '#shared/shift/checkLists.ts';
import type { HandoverPart, LogCategory, LogLineType } from '#shared/shift/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeskProblem, OperatorView } from './views.ts';

/** One line of the log. Which fields say something depends on its type. */
export interface LogLine {
  /** Unique over all types. */
  readonly key: string;
  readonly type: LogLineType;
  readonly at: EpochMs;
  /** Who; null for what the desk did itself. */
  readonly operator: string | null;
  readonly desk: string | null;
  /** What was written, or the reason that was given. */
  readonly text: string | null;
  /** What it is about: an entry's category, a device, a list, a feed, a version. */
  readonly subject: string | null;
  /** The name of that device where it has one. */
  readonly subjectName: string | null;
  /** A kind of alarm. */
  readonly kind: string | null;
  /** A type of setting aside, a part of a hand-over. */
  readonly detail: string | null;
  /** Annunciations of a flood; the hand-over's number; for a start, when the run before was last seen. */
  readonly count: number | null;
  /** An entry's number, by which it is corrected. */
  readonly entryId: number | null;
  /** The entry that this one corrects. */
  readonly corrects: number | null;
  /** The entry that corrects this one, if there is one: then this one no longer holds. */
  readonly correctedBy: number | null;
}

export interface LogPage {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** Where the next page begins; null when this is the last. */
  readonly next: { readonly at: EpochMs; readonly key: string } | null;
}

export interface CheckAnswer {
  /** `open`: somebody took an answer back. */
  readonly state: 'done' | 'problem' | 'open';
  readonly by: string;
  readonly at: EpochMs;
  readonly note: string | null;
  /** What the desk showed at that moment. */
  readonly figure: CheckFigure | null;
}

export interface CheckItemView {
  readonly id: string;
  /** Null for an item that was added at this site. */
  readonly section: CheckSection | null;
  /** The words of an item that was added; null for one of the program's, whose words are in the dictionary. */
  readonly text: string | null;
  /** As it is now; in a signed list, as it was. */
  readonly figure: CheckFigure | null;
  readonly answer: CheckAnswer | null;
}

export interface CheckSignature {
  readonly by: string;
  readonly role: OperatorView['role'];
  readonly desk: string;
  readonly at: EpochMs;
  readonly late: boolean;
  /** Where in the audit chain it stands. */
  readonly auditSeq: number;
  readonly auditHash: string;
}

export interface CheckListView {
  readonly list: CheckListName;
  readonly period: CheckPeriod;
  readonly overdue: boolean;
  readonly items: readonly CheckItemView[];
  readonly signature: CheckSignature | null;
  readonly version: string;
}

/** One period of the past, signed or missed. */
export interface CheckHistoryEntry {
  readonly list: CheckListName;
  readonly period: string;
  readonly signature: CheckSignature | null;
  readonly problems: number;
}

export interface OwnCheckItem {
  readonly id: string;
  readonly list: CheckListName;
  readonly text: string;
  readonly addedAt: EpochMs;
  readonly addedBy: string;
}

/** For the navigation: what of the shift waits. */
export interface ShiftDue {
  readonly overdueLists: readonly CheckListName[];
  /** A hand-over that nobody has taken over yet. */
  readonly handoverWaiting: boolean;
}

interface HandoverAlarm {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceName: string | null;
  readonly kind: AlarmKind;
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  readonly onsetAt: EpochMs;
  readonly takenBy: string | null;
}

interface HandoverSetAside {
  readonly deviceId: string;
  readonly deviceName: string | null;
  readonly kind: AlarmKind | null;
  readonly type: SetAsideType;
  readonly reason: string;
  readonly by: string;
  readonly since: EpochMs;
  readonly until: EpochMs;
}

export interface OpenIncident {
  /** What people call it by. */
  readonly number: number;
  readonly alarmClass: AlarmClass;
  readonly kinds: readonly AlarmKind[];
  readonly since: EpochMs;
  readonly alarms: number;
  /** Of them, those that are not over. */
  readonly standing: number;
  readonly takenBy: readonly string[];
}

/** What the engine found at the moment of the hand-over. Frozen with it. */
export interface HandoverSummary {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly reporting: number;
  readonly expected: number;
  readonly problems: readonly DeskProblem[];
  /** The most urgent ones of those that stand; `standing` says how many there are. */
  readonly alarms: readonly HandoverAlarm[];
  readonly standing: Readonly<Record<AlarmClass, number>>;
  readonly unacknowledged: number;
  readonly setAside: readonly HandoverSetAside[];
  /** Those that are not closed. */
  readonly incidents: readonly OpenIncident[];
  /** In the period. */
  readonly annunciations: Readonly<Record<AlarmClass, number>>;
  readonly wait: MeterWait;
  readonly floods: readonly FloodRecord[];
  readonly overdueLists: readonly CheckListName[];
  /** What was written in the period, oldest first, corrected lines left out. */
  readonly entries: readonly HandoverEntry[];
}

export interface HandoverEntry {
  readonly at: EpochMs;
  readonly category: LogCategory;
  readonly text: string;
  readonly operator: string;
}

export interface HandoverSignature {
  readonly part: HandoverPart;
  readonly by: string;
  readonly role: OperatorView['role'];
  readonly desk: string;
  readonly at: EpochMs;
  readonly remarks: string;
  readonly auditSeq: number;
  readonly auditHash: string;
}

export interface HandoverEntryView {
  readonly id: number;
  readonly from: EpochMs;
  readonly at: EpochMs;
  /** Another one was made before anybody took this one over. */
  readonly superseded: boolean;
  readonly signatures: readonly HandoverSignature[];
}

export interface HandoverView extends HandoverEntryView {
  readonly summary: HandoverSummary;
  /** SHA-256 of the summary as it is stored. */
  readonly summaryHash: string;
}
