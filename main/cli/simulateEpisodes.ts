import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { episodePlan } from '#shared/simulation/episodes/episodePlan.ts';
import type { Episode } from '#shared/simulation/episodes/simulateEpisode.ts';
import { simulateEpisode } from '#shared/simulation/episodes/simulateEpisode.ts';
import { truthLine } from '#shared/simulation/episodes/truthLine.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf } from './options.ts';

export interface SimulateEpisodesOptions {
  readonly out: string;
  readonly seed: number;
  readonly incidents: number;
  readonly nearMisses: number;
  readonly hardNegatives: number;
  readonly normal: number;
  readonly hours: number;
  readonly months?: readonly number[];
  readonly firstDevice: number;
}

/** Fast enough that physics, not packing, takes the time. */
const GZIP_LEVEL = 4;

/**
 * Writes a folder of device days, and at the end one line to standard output: {"devices":N,"messages":N}.
 *
 * @throws {CliError} when the folder holds something already, or can't be written
 */
export async function simulateEpisodes(options: SimulateEpisodesOptions): Promise<number> {
  const { out } = options;
  prepare(out);
  const truths: string[] = [];
  const devices: string[] = [];
  let messages = 0;
  for (const spec of episodePlan(options)) {
    const episode = simulated(spec);
    const { text, count } = linesOf(episode);
    messages += count;
    truths.push(`${JSON.stringify(truthLine(episode.truth))}\n`);
    devices.push(`${JSON.stringify(episode.device)}\n`);
    write(out, `${episode.device.deviceId}.jsonl.gz`, gzipSync(text, { level: GZIP_LEVEL }));
  }
  write(out, 'truth.jsonl', truths.join(''));
  write(out, 'devices.jsonl', devices.join(''));
  process.stdout.write(`${JSON.stringify({ devices: devices.length, messages })}\n`);
  return EXIT.ok;
}

function simulated(spec: Parameters<typeof simulateEpisode>[0]): Episode {
  try {
    return simulateEpisode(spec);
  } catch (error) {
    throw new CliError(`${messageOf(error)}; give it more --hours`);
  }
}

/** Days of an earlier run would pass for days of this one. */
function prepare(out: string): void {
  let found: readonly string[];
  try {
    mkdirSync(out, { recursive: true });
    found = readdirSync(out);
  } catch (error) {
    throw new CliError(`--out ${out} can't be used: ${messageOf(error)}`);
  }
  if (found.length > 0) throw new CliError(`--out ${out} is not empty`);
}

function write(out: string, name: string, content: string | Uint8Array): void {
  try {
    writeFileSync(join(out, name), content);
  } catch (error) {
    throw new CliError(`${join(out, name)} can't be written: ${messageOf(error)}`);
  }
}

function linesOf(episode: Episode): { readonly text: string; readonly count: number } {
  const lines: string[] = [];
  for (const message of episode.messages()) lines.push(JSON.stringify(message));
  return { text: `${lines.join('\n')}\n`, count: lines.length };
}
