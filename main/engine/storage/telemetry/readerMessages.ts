/** What the engine's thread and the reader's thread say to each other. */
import type { Timeline } from '#shared/contract/views.ts';
import type { ThreadQuestion, ThreadReply } from '../../threads/AskedThread.ts';
import type { StorageErrorCode } from '../StorageError.ts';
import type { StorageRepair } from '../StorageRepair.ts';
import type { StoredReading } from '../StoredReading.ts';
import type { SummaryRequest } from './summaries/readSummaries.ts';
import type { Summarised, SummariseRequest } from './summaries/summariseDay.ts';

export interface SegmentRequest {
  readonly day: string;
  readonly path: string;
  /** The device's unpacked rows; null where nobody knows them, and the reader has to look. */
  readonly rawSeqs: readonly number[] | null;
}

export interface TimelineRequest {
  readonly deviceId: string;
  readonly from: number;
  readonly to: number;
  readonly maxPoints: number;
  readonly gapMs: number;
  readonly segments: readonly SegmentRequest[];
  /** Of days whose readings are no longer kept. */
  readonly summaries: readonly SummaryRequest[];
}

export interface LatestRequest {
  readonly deviceId: string;
  readonly limit: number;
  /** Newest day first. */
  readonly segments: readonly SegmentRequest[];
}

interface RepairRequest {
  readonly path: string;
  readonly at: number;
}

/** A segment that could not be read; the others were. */
export interface DamagedDay {
  readonly day: string;
  /** `corrupt` can be repaired. */
  readonly code: StorageErrorCode;
  readonly problem: string;
}

export interface Answer<Result> {
  readonly result: Result;
  readonly damaged: readonly DamagedDay[];
}

export interface ReaderCalls {
  timeline: { request: TimelineRequest; answer: Answer<Omit<Timeline, 'alarms' | 'gaps'>> };
  latest: { request: LatestRequest; answer: Answer<StoredReading[]> };
  repair: { request: RepairRequest; answer: StorageRepair | null };
  summarise: { request: SummariseRequest; answer: Summarised };
}
export type ReaderMethod = keyof ReaderCalls;

export type ReaderQuestion<Method extends ReaderMethod = ReaderMethod> = ThreadQuestion<
  ReaderCalls,
  Method
>;
export type ReaderReply = ThreadReply<ReaderCalls, StorageErrorCode>;
