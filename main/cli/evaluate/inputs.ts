/** What `evaluate` is told of the recordings: the truth, and what an installer knows of the devices. */
import { type Episode, episodeOf } from '#shared/prediction/protocol/episode.ts';
import { type DeviceLine, streamTruthSchema } from '#shared/prediction/truth.ts';
import { factsOf } from '../devicesFile.ts';
import { CliError } from '../exitCodes.ts';
import { type JsonLine, readJsonLines } from '../jsonLines.ts';
import type { Recorded } from './messages.ts';

/** @throws {CliError} naming the line whose times can't be */
export async function readTruth(file: string): Promise<readonly Episode[]> {
  const lines = await readJsonLines('--truth', file, streamTruthSchema);
  if (lines.length === 0) throw new CliError(`--truth ${file} has no streams`);
  const episodes = lines.map(({ line, value }) => ({ line, value: episodeOf(value) }));
  const byDevice = Map.groupBy(episodes, ({ value }) => value.deviceId);
  for (const one of episodes) check(`--truth ${file}, line ${one.line}`, one.value);
  for (const [deviceId, several] of byDevice) checkApart(file, deviceId, several);
  return episodes.map(({ value }) => value);
}

export function recordedOf(
  episodes: readonly Episode[],
  devices: ReadonlyMap<string, DeviceLine>,
): ReadonlyMap<string, Recorded> {
  const groups = Map.groupBy(episodes, ({ deviceId }) => deviceId);
  return new Map(
    [...groups].map(([deviceId, several]) => [
      deviceId,
      { facts: factsOf(devices.get(deviceId)), episodes: several },
    ]),
  );
}

function check(where: string, episode: Episode): void {
  const { category, start, end, onset, ignition } = episode;
  if (end <= start) throw new CliError(`${where}: the end is not after the start`);
  if (category === 'incident' && onset === null)
    throw new CliError(`${where}: an incident needs an onset`);
  if (ignition !== null && (onset === null || ignition < onset))
    throw new CliError(`${where}: the ignition is not after the onset`);
}

function checkApart(file: string, deviceId: string, several: readonly JsonLine<Episode>[]): void {
  const sorted = [...several].sort((a, b) => a.value.start - b.value.start);
  for (const [index, one] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && one.value.start < before.value.end)
      throw new CliError(
        `--truth ${file}, lines ${before.line} and ${one.line}: two streams of ${deviceId} at the same time`,
      );
  }
}
