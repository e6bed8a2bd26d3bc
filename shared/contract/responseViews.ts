/** Procedures and incidents as the page sees them (JSON-safe). */
import type { AlarmClass, AlarmEventRecord, AlarmKind, AlarmRecord } from '#shared/alarms/alarm.ts';
import type { MediaType } from '#shared/response/attachment.ts';
import type { Card } from '#shared/response/card.ts';
import type { CloseBlocker, IncidentPhase } from '#shared/response/close.ts';
import type { Place } from '#shared/response/grouping.ts';
import type { IncidentLevel } from '#shared/response/level.ts';
import type { NuisanceCause, Outcome } from '#shared/response/outcome.ts';
import type { SheetStep } from '#shared/response/sheet.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { LocalName } from './views.ts';

/** One version of one card. */
export interface ProcedureView {
  readonly kind: AlarmKind;
  /** 0 is what the program brought at the first start. */
  readonly version: number;
  readonly steps: Card;
  readonly at: EpochMs;
  /** Null for the program's own. */
  readonly by: string | null;
  readonly reason: string | null;
}

/** What is to be done now, and what is done: for an incident, or for an alarm that is in none. */
export interface ResponseSheet {
  /** Which incident, or which alarm: the identity of the ticks. */
  readonly subjectId: string;
  readonly incident: {
    readonly id: string;
    readonly number: number;
    readonly phase: IncidentPhase;
  } | null;
  readonly level: IncidentLevel;
  readonly cards: readonly { readonly kind: AlarmKind; readonly version: number }[];
  readonly steps: readonly SheetStep[];
  /** When the newest fire alarm joined: what was ticked before it may need another look. */
  readonly newestFireAt: EpochMs | null;
  /** False while the disk refuses and the alarm is only shown: then nothing can be ticked yet. */
  readonly recorded: boolean;
}

/** One incident as a line of the list. */
export interface IncidentView {
  readonly id: string;
  readonly number: number;
  readonly place: Place;
  readonly phase: IncidentPhase;
  readonly level: IncidentLevel;
  readonly alarmClass: AlarmClass;
  readonly openedAt: EpochMs;
  readonly firstOnsetAt: EpochMs;
  readonly lastOnsetAt: EpochMs;
  /** When the last of its alarms was over; null while one isn't. */
  readonly endedAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  readonly closedBy: string | null;
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
  readonly outcomeText: string | null;
  readonly alarmCount: number;
  readonly standingCount: number;
  /** In the order in which they joined. */
  readonly deviceIds: readonly string[];
  readonly kinds: readonly AlarmKind[];
  readonly takenBy: readonly string[];
  readonly noteCount: number;
  readonly attachmentCount: number;
}

export interface IncidentCounts {
  readonly open: number;
  /** Of those: every alarm is over, and nobody has closed it. */
  readonly waiting: number;
}

export interface IncidentPage extends IncidentCounts {
  readonly items: readonly IncidentView[];
  /** How many match, those of other pages included. */
  readonly total: number;
}

/** An alarm of an incident, without its evidence, and what it turned out to be. */
export interface IncidentAlarm extends Omit<AlarmRecord, 'evidence'> {
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
}

export interface AttachmentView {
  readonly id: number;
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: MediaType;
  readonly byteLength: number;
  readonly at: EpochMs;
  readonly by: string;
  readonly desk: string;
}

const INCIDENT_EVENTS = [
  'open',
  'note',
  'attach',
  'close',
  'reopen',
  'mergeIn',
  'moveIn',
  'moveOut',
] as const;
export type IncidentEventType = (typeof INCIDENT_EVENTS)[number];

/** What an incident's event tells besides its text. */
export interface IncidentEventDetail {
  /** Of a note that corrects: which note. */
  readonly corrects?: number;
  readonly attachmentId?: number;
  readonly name?: string;
  readonly outcome?: Outcome;
  readonly cause?: NuisanceCause | null;
  /** The number of the incident that was merged or moved from or to. */
  readonly otherNumber?: number;
  readonly alarmIds?: readonly string[];
}

interface Line {
  readonly at: EpochMs;
}

/** One line of the one timeline. */
export type TimelineEntry =
  | (Line & { readonly type: 'alarm'; readonly event: AlarmEventRecord })
  | (Line & {
      readonly type: 'step';
      readonly change: 'tick' | 'untick';
      readonly stepId: string;
      readonly text: LocalName | null;
      readonly by: string;
      readonly desk: string;
      readonly note: string | null;
    })
  | (Line & {
      readonly type: 'incident';
      readonly id: number;
      readonly change: IncidentEventType;
      readonly by: string | null;
      readonly desk: string | null;
      readonly text: string | null;
      readonly detail: IncidentEventDetail;
    });

export interface IncidentDetail {
  readonly incident: IncidentView;
  readonly alarms: readonly IncidentAlarm[];
  readonly sheet: ResponseSheet;
  /** What keeps it from being closed now. */
  readonly blockers: readonly CloseBlocker[];
  readonly reopenable: boolean;
  readonly attachments: readonly AttachmentView[];
  /** Oldest first; of more than were asked for, the newest. */
  readonly timeline: readonly TimelineEntry[];
  readonly timelineTotal: number;
}

const INCIDENT_REFUSALS = [
  'notFound',
  /** It is closed, or was merged into another. */
  'notOpen',
  'notClosed',
  /** Closed too long ago. */
  'tooLate',
  /** Something is not over or not done; the reasons are listed. */
  'blocked',
  /** Closing several together is for electrical abnormalities only. */
  'hasFire',
  /** A nuisance without its cause. */
  'verdictIncomplete',
  'sameIncident',
  'notInIncident',
  /** It is the only alarm of the incident already. */
  'onlyAlarm',
] as const;
export type IncidentRefusal = (typeof INCIDENT_REFUSALS)[number];

export type IncidentResult =
  | { readonly incidentId: string; readonly done: true; readonly incident: IncidentView }
  | {
      readonly incidentId: string;
      readonly done: false;
      readonly refusal: IncidentRefusal;
      readonly blockers: readonly CloseBlocker[];
    };

/** What an alarm of a device turned out to be: the label for whoever learns from it. */
export interface AlarmOutcome {
  readonly alarmId: string;
  readonly kind: AlarmKind;
  readonly onsetAt: EpochMs;
  readonly outcome: Outcome;
  readonly cause: NuisanceCause | null;
  readonly incidentNumber: number;
  readonly closedAt: EpochMs;
  readonly closedBy: string;
}
