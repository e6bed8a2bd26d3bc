import type { StreamTruth } from '#shared/prediction/truth.ts';
import type { EpisodeTruth } from './episode.ts';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** An episode's truth as a line of a truth file. */
export function truthLine(truth: EpisodeTruth): StreamTruth {
  return {
    deviceId: truth.deviceId,
    category: truth.category,
    type: truth.type,
    start: new Date(truth.start).toISOString(),
    end: new Date(truth.end).toISOString(),
    onset: iso(truth.onset),
    ignition: iso(truth.ignition),
    arrested: truth.arrested,
    hnEnd: iso(truth.hnEnd),
  };
}
