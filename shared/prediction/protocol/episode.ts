/** What a stream's truth says, in the clock that everything else uses. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { StreamTruth } from '../truth.ts';

/** A device stream between two times, and what really happened in it. */
export interface Episode {
  readonly deviceId: string;
  readonly category: StreamTruth['category'];
  /** Empty on a normal day. */
  readonly type: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly onset: EpochMs | null;
  readonly ignition: EpochMs | null;
  /** When the hazard or the disturbance was over, where that is known. */
  readonly over: EpochMs | null;
}

export function episodeOf(truth: StreamTruth): Episode {
  const { arrested } = truth;
  return {
    deviceId: truth.deviceId,
    category: truth.category,
    type: truth.type ?? '',
    start: Date.parse(truth.start),
    end: Date.parse(truth.end),
    onset: time(truth.onset),
    ignition: time(truth.ignition),
    over: time(truth.hnEnd) ?? (typeof arrested === 'string' ? time(arrested) : null),
  };
}

function time(iso: string | null): EpochMs | null {
  return iso === null ? null : Date.parse(iso);
}

/**
 * How an episode is judged. A hazard that never caught fire is a hazard: an alarm in it is neither a find nor a false
 * alarm, whether it is filed under near misses or under incidents.
 */
export type EpisodeKind = 'fire' | 'hazard' | 'hardNegative' | 'normal';

export function kindOf({ category, ignition }: Episode): EpisodeKind {
  if (category === 'normal') return 'normal';
  if (category === 'hard_negative') return 'hardNegative';
  return category === 'incident' && ignition !== null ? 'fire' : 'hazard';
}

/** Whether a hazard that ends in a fire, or would, is there at a moment. */
export function hazardAt(episode: Episode, at: EpochMs): boolean {
  const kind = kindOf(episode);
  if (kind !== 'fire' && kind !== 'hazard') return false;
  const until = episode.ignition ?? episode.over ?? episode.end;
  return at >= (episode.onset ?? episode.start) && at < until;
}
