/**
 * `export-training`: recorded or simulated device streams as what the model eats, minute by minute, with the truth
 * beside it. The features are made by the code that the desk runs, so training can't see anything else.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { linesOfFile } from '#engine/files/linesOfFile.ts';
import { DeviceReplay } from '#shared/prediction/DeviceReplay.ts';
import type { DeviceFacts } from '#shared/prediction/DeviceWindow.ts';
import { FEATURE_COUNT, FEATURE_SCHEMA, STEP_MS } from '#shared/prediction/schema.ts';
import { type StreamTruth, streamTruthSchema } from '#shared/prediction/truth.ts';
import { RISK_LEVELS } from '#shared/scoring/assessment.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { episodePlan } from '#shared/simulation/episodes/episodePlan.ts';
import { simulateEpisode } from '#shared/simulation/episodes/simulateEpisode.ts';
import { truthLine } from '#shared/simulation/episodes/truthLine.ts';
import { Draws } from '#shared/simulation/physics/Draws.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import type { DecodedReading } from '#shared/telemetry/reading.ts';
import { factsOf, readDevices } from './devicesFile.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { readJsonLines } from './jsonLines.ts';
import { messageOf } from './options.ts';
import { telemetryFiles } from './telemetryFiles.ts';

export interface ExportTrainingOptions {
  readonly out: string;
  readonly telemetry?: string;
  readonly truth?: string;
  readonly devices?: string;
  readonly seed: number;
  readonly incidents: number;
  readonly nearMisses: number;
  readonly hardNegatives: number;
  readonly normal: number;
  readonly months?: string;
  readonly firstDevice: number;
}

/** What an installer left empty: so many devices have no rated current, and as many no place of the gas sensor. */
const UNKNOWN_SHARE = 0.15;
/** A recorded stream's file has the name of its device. */
const TELEMETRY_NAME = /\.(jsonl|ndjson|json)(\.gz)?$/i;

export async function exportTraining(options: ExportTrainingOptions): Promise<number> {
  const target = new TrainingExport(options.out);
  const streams = options.telemetry === undefined ? simulated(options) : recorded(options);
  let count = 0;
  for await (const stream of streams) {
    await target.add(stream);
    count++;
    if (process.stderr.isTTY) process.stderr.write(`\r${count} streams`);
  }
  target.finish();
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${count} streams in ${options.out}\n`);
  return EXIT.ok;
}

function* simulated(options: ExportTrainingOptions): Generator<TrainingStream> {
  const { months, seed, incidents, nearMisses, hardNegatives, normal, firstDevice } = options;
  const plan = episodePlan({
    seed,
    incidents,
    nearMisses,
    hardNegatives,
    normal,
    firstDevice,
    ...(months !== undefined && { months: months.split(',').map(Number) }),
  });
  for (const spec of plan) {
    const episode = simulateEpisode(spec);
    const draw = new Draws(spec.seed, 'facts', spec.index);
    const { truth, device } = episode;
    yield {
      truth: truthLine(truth),
      facts: factsOf({
        mainA: draw.chance(UNKNOWN_SHARE) ? null : device.mainA,
        sensorLocation: draw.chance(UNKNOWN_SHARE) ? null : device.sensorLocation,
      }),
      readings: episode.samples(),
    };
  }
}

async function* recorded(options: ExportTrainingOptions): AsyncGenerator<TrainingStream> {
  const { telemetry = '', truth, devices } = options;
  const others = [truth, devices].filter((file) => file !== undefined);
  const lines = truth === undefined ? [] : await readJsonLines('--truth', truth, streamTruthSchema);
  const truths = new Map(lines.map(({ value }) => [value.deviceId, value]));
  const known = devices === undefined ? null : await readDevices(devices);
  for (const { path: file } of telemetryFiles('--telemetry', telemetry, others)) {
    const deviceId = path.basename(file).replace(TELEMETRY_NAME, '');
    const found = truths.get(deviceId);
    if (!found) continue;
    yield { truth: found, facts: factsOf(known?.get(deviceId)), readings: readingsOf(file) };
  }
}

/** @throws {CliError} naming the file and the line up to which it could be read */
async function* readingsOf(file: string): AsyncGenerator<DecodedReading> {
  let number = 0;
  const batches = linesOfFile(file);
  while (true) {
    const next = await batches.next().catch((error: unknown) => {
      throw new CliError(`${file} can't be read after line ${number}: ${messageOf(error)}`);
    });
    if (next.done) return;
    for (const line of next.value) {
      number++;
      if (!('text' in line) || line.text === '') continue;
      const decoded = decodeText(line.text, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
      if (decoded.ok) yield decoded.reading;
    }
  }
}

interface TrainingStream {
  readonly truth: StreamTruth;
  readonly facts: DeviceFacts;
  readonly readings: Iterable<DecodedReading> | AsyncIterable<DecodedReading>;
}

const FILES = ['features.f32', 'minutes.i32', 'ready.u8', 'rules.u8', 'waiting.u8'];
/** Rows are written to disk in portions of this many minutes. */
const PORTION = 1_440;

/** Writes `streams.json`, and a row a closed minute into `features.f32`, `minutes.i32`, `ready.u8`, `rules.u8` and `waiting.u8`. */
class TrainingExport {
  readonly #out: string;
  readonly #files: readonly number[];
  readonly #streams: { truth: StreamTruth; rows: number }[] = [];
  readonly #features = new Float32Array(PORTION * FEATURE_COUNT);
  readonly #minutes = new Int32Array(PORTION);
  readonly #ready = new Uint8Array(PORTION);
  readonly #rules = new Uint8Array(PORTION);
  readonly #waiting = new Uint8Array(PORTION);
  #rows = 0;

  constructor(out: string) {
    mkdirSync(out, { recursive: true });
    this.#out = out;
    this.#files = FILES.map((name) => openSync(path.join(out, name), 'w'));
  }

  async add({ truth, facts, readings }: TrainingStream): Promise<void> {
    const replay = new DeviceReplay(facts, DEFAULT_THRESHOLDS);
    const { window } = replay;
    let rows = 0;
    let level = 0;
    let waiting = false;
    const close = (minute: number) => {
      if (!window.advance((minute + 1) * STEP_MS)) return;
      this.#row(window, minute, level, waiting);
      level = 0;
      waiting = false;
      rows++;
    };
    let minute: number | undefined;
    for await (const reading of readings) {
      const at = Math.floor((reading.deviceTime ?? 0) / STEP_MS);
      // Every minute is a row, also one without a reading: a window is thirty rows.
      if (minute !== undefined) for (; minute < at; minute++) close(minute);
      minute ??= at;
      const taken = replay.take(reading);
      if (!taken) continue;
      const { effectiveLevel, reasons } = taken.assessment;
      level = Math.max(level, RISK_LEVELS.indexOf(effectiveLevel));
      waiting ||= reasons.some(({ source, code }) => source === 'floor' && code === 'unconfirmed');
    }
    if (minute !== undefined) close(minute);
    this.#flush();
    this.#streams.push({ truth, rows });
  }

  /** @returns SHA-256 of the index, hexadecimal. */
  finish(): string {
    const index = JSON.stringify({ schema: FEATURE_SCHEMA, streams: this.#streams });
    writeFileSync(path.join(this.#out, 'streams.json'), index);
    for (const file of this.#files) closeSync(file);
    return createHash('sha256').update(index).digest('hex');
  }

  #row(window: DeviceReplay['window'], minute: number, level: number, waiting: boolean): void {
    const row = this.#rows++;
    window.copyNewestTo(this.#features, row * FEATURE_COUNT);
    this.#minutes[row] = minute;
    this.#ready[row] = window.state === 'ready' ? 1 : 0;
    this.#rules[row] = level;
    this.#waiting[row] = waiting ? 1 : 0;
    if (this.#rows === PORTION) this.#flush();
  }

  #flush(): void {
    const rows = this.#rows;
    const parts = [
      this.#features.subarray(0, rows * FEATURE_COUNT),
      this.#minutes.subarray(0, rows),
      this.#ready.subarray(0, rows),
      this.#rules.subarray(0, rows),
      this.#waiting.subarray(0, rows),
    ];
    for (const [index, part] of parts.entries())
      writeSync(this.#files[index]!, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    this.#rows = 0;
  }
}
