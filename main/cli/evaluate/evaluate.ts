import { writeFileSync } from 'node:fs';
import { readDevices } from '../devicesFile.ts';
import type { Language } from '../doctor/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { messageOf } from '../options.ts';
import { Progress } from '../Progress.ts';
import { bundledModel, loadModel } from '../prediction/modelFile.ts';
import { type TelemetryFile, telemetryFiles } from '../telemetryFiles.ts';
import { type Evaluation, evaluationOf, twice } from './evaluation.ts';
import { readTruth, recordedOf } from './inputs.ts';
import type { Task } from './messages.ts';
import { judgeAll } from './Threads.ts';
import { tableOf } from './table.ts';

export interface EvaluateOptions {
  readonly telemetry: string;
  readonly truth: string;
  readonly devices: string | undefined;
  /** A file; undefined for the one that came with the program, null for none. */
  readonly model: string | null | undefined;
  readonly jobs: number;
  readonly perStream: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

/**
 * Judges recorded streams by the event-level protocol of docs/evaluation.md and prints what came out.
 * @returns 1 when some of the telemetry could not be read to its end
 * @throws {CliError} when there is nothing to judge
 */
export async function evaluate(
  options: EvaluateOptions,
  write: (text: string) => void,
): Promise<number> {
  const truth = await readTruth(options.truth);
  const devices = options.devices === undefined ? new Map() : await readDevices(options.devices);
  const files = telemetryFiles('--telemetry', options.telemetry, [
    options.truth,
    ...(options.devices === undefined ? [] : [options.devices]),
  ]);
  const modelFile = options.model === undefined ? bundledModel() : options.model;
  const model = modelFile === null ? null : await loadModel(modelFile);

  const tasks = tasksOf(files, options.jobs);
  const total = tasks.reduce((sum, { file }) => sum + bytesOf(files, file), 0);
  const progress = new Progress({ stream: process.stderr, total, now: Date.now });
  const data = { model: modelFile, devices: recordedOf(truth, devices) };
  const judgement = await judgeAll(tasks, options.jobs, data, (bytes) =>
    progress.add(bytes),
  ).finally(() => progress.end());

  const problem = twice(judgement.reports);
  if (problem !== null) throw new CliError(problem);
  const evaluation = evaluationOf(
    judgement,
    truth,
    devices,
    model && { hash: model.hash, version: model.version, points: model.points },
  );
  if (evaluation.streams.length === 0)
    throw new CliError(`${options.telemetry} has no readings of any stream in ${options.truth}`);
  if (options.perStream !== undefined) writeStreams(options.perStream, evaluation);
  write(options.json ? `${JSON.stringify(evaluation)}\n` : tableOf(evaluation, options.language));
  for (const line of complaints(evaluation)) process.stderr.write(`emberwatch: ${line}\n`);
  return evaluation.files.some((file) => file.problem !== null) ? EXIT.problem : EXIT.ok;
}

/** The largest first, so that no thread is left with a big one at the end. A single file is shared out by device. */
function tasksOf(files: readonly TelemetryFile[], jobs: number): readonly Task[] {
  if (files.length === 1)
    return Array.from({ length: jobs }, (_, share) => ({
      file: files[0]!.path,
      share,
      shares: jobs,
    }));
  return [...files]
    .sort((a, b) => b.bytes - a.bytes)
    .map((file) => ({ file: file.path, share: 0, shares: 1 }));
}

function bytesOf(files: readonly TelemetryFile[], file: string): number {
  return files.find((one) => one.path === file)?.bytes ?? 0;
}

function writeStreams(file: string, { streams }: Evaluation): void {
  try {
    writeFileSync(file, streams.map((stream) => `${JSON.stringify(stream)}\n`).join(''));
  } catch (error) {
    throw new CliError(`--per-stream ${file} can't be written: ${messageOf(error)}`);
  }
}

const MAX_NAMED = 5;

function complaints({ files, withoutTelemetry, withoutTruth, model }: Evaluation): string[] {
  const said: string[] = [];
  if (model === null) said.push('no model: judged by scores and rules alone');
  const bad = files.filter(({ unreadable }) => unreadable > 0);
  for (const { file, unreadable, firstUnreadable, lines } of bad.slice(0, MAX_NAMED))
    said.push(`${file}: ${unreadable} of ${lines} lines could not be read (${firstUnreadable})`);
  if (bad.length > MAX_NAMED)
    said.push(
      `${bad.length - MAX_NAMED} more files have lines that could not be read; --json names them all`,
    );
  for (const { file, problem } of files)
    if (problem !== null) said.push(`${file} could not be read to its end: ${problem}`);
  if (withoutTelemetry.length > 0)
    said.push(
      `truth without telemetry, not judged: ${named(withoutTelemetry.map((one) => one.deviceId))}`,
    );
  if (withoutTruth.length > 0)
    said.push(`telemetry without truth, not judged: ${named(withoutTruth)}`);
  // A single file is read by several threads, and each of them says what is wrong with it.
  return [...new Set(said)];
}

function named(all: readonly string[]): string {
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
  return `${all.length} (${all.slice(0, MAX_NAMED).join(', ')}${more})`;
}
