/** What the command and its threads say to each other. */
import type { DeviceFacts } from '#shared/prediction/DeviceWindow.ts';
import type { EpisodeResult } from '#shared/prediction/protocol/EpisodeJudge.ts';
import type { Episode } from '#shared/prediction/protocol/episode.ts';
import type { SavedWindowScores } from '#shared/prediction/protocol/WindowScores.ts';
import type { ModelOutput } from '#shared/prediction/verdict.ts';

export interface Recorded {
  readonly facts: DeviceFacts;
  readonly episodes: readonly Episode[];
}

/** Given to each thread when it starts. */
export interface ThreadData {
  readonly model: string | null;
  /** By deviceId. */
  readonly devices: ReadonlyMap<string, Recorded>;
}

/** One file, or those devices of a file that fall to one of several threads. */
export interface Task {
  readonly file: string;
  readonly share: number;
  readonly shares: number;
}

export interface FileReport {
  readonly file: string;
  readonly lines: number;
  readonly unreadable: number;
  /** The first line that couldn't be read: its number, and why. */
  readonly firstUnreadable: string | null;
  /** Of devices that the truth doesn't know. */
  readonly strangers: readonly string[];
  readonly repetitions: number;
  /** Readings at times that no episode covers. */
  readonly outside: number;
  /** Why the file ended before its end; null when it didn't. */
  readonly problem: string | null;
  readonly episodes: readonly EpisodeResult[];
}

export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'judged'; readonly report: FileReport }
  | {
      readonly kind: 'finished';
      readonly windows: Readonly<Record<ModelOutput, SavedWindowScores>> | null;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** `stop`: what is under way is of no use any more; the thread ends as soon as it can. */
export type ThreadCall = Task | 'finish' | 'stop';
