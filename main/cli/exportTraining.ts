/**
 * `export-training`: recorded or simulated device streams as what the model eats, minute by minute, with the truth
 * beside it. The features are made by the code that the desk runs, so training can't see anything else.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DeviceReplay } from '#shared/prediction/DeviceReplay.ts';
import type { DeviceFacts } from '#shared/prediction/DeviceWindow.ts';
import { FEATURE_COUNT, FEATURE_SCHEMA, STEP_MS } from '#shared/prediction/schema.ts';
import type { StreamTruth } from '#shared/prediction/truth.ts';
import { RISK_LEVELS } from '#shared/scoring/assessment.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { DecodedReading } from '#shared/telemetry/reading.ts';

export interface TrainingStream {
  readonly truth: StreamTruth;
  readonly facts: DeviceFacts;
  readonly readings: Iterable<DecodedReading> | AsyncIterable<DecodedReading>;
}

/** Rows are written to disk in portions of this many minutes. */
const PORTION = 1_440;

/** Writes `streams.json`, and a row a closed minute into `features.f32`, `minutes.i32`, `ready.u8` and `rules.u8`. */
export class TrainingExport {
  readonly #out: string;
  readonly #files: readonly number[];
  readonly #streams: { truth: StreamTruth; rows: number }[] = [];
  readonly #features = new Float32Array(PORTION * FEATURE_COUNT);
  readonly #minutes = new Int32Array(PORTION);
  readonly #ready = new Uint8Array(PORTION);
  readonly #rules = new Uint8Array(PORTION);
  #rows = 0;

  constructor(out: string) {
    mkdirSync(out, { recursive: true });
    this.#out = out;
    this.#files = ['features.f32', 'minutes.i32', 'ready.u8', 'rules.u8'].map((name) =>
      openSync(path.join(out, name), 'w'),
    );
  }

  async add({ truth, facts, readings }: TrainingStream): Promise<void> {
    const replay = new DeviceReplay(facts, DEFAULT_THRESHOLDS);
    const { window } = replay;
    let rows = 0;
    let level = 0;
    const close = (minute: number) => {
      if (!window.advance((minute + 1) * STEP_MS)) return;
      this.#row(window, minute, level);
      level = 0;
      rows++;
    };
    let minute: number | undefined;
    for await (const reading of readings) {
      const at = Math.floor((reading.deviceTime ?? 0) / STEP_MS);
      // Every minute is a row, also one without a reading: a window is thirty rows.
      if (minute !== undefined) for (; minute < at; minute++) close(minute);
      minute ??= at;
      const taken = replay.take(reading);
      if (taken) level = Math.max(level, RISK_LEVELS.indexOf(taken.assessment.effectiveLevel));
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

  #row(window: DeviceReplay['window'], minute: number, level: number): void {
    const row = this.#rows++;
    window.copyNewestTo(this.#features, row * FEATURE_COUNT);
    this.#minutes[row] = minute;
    this.#ready[row] = window.state === 'ready' ? 1 : 0;
    this.#rules[row] = level;
    if (this.#rows === PORTION) this.#flush();
  }

  #flush(): void {
    const rows = this.#rows;
    const parts = [
      this.#features.subarray(0, rows * FEATURE_COUNT),
      this.#minutes.subarray(0, rows),
      this.#ready.subarray(0, rows),
      this.#rules.subarray(0, rows),
    ];
    for (const [index, part] of parts.entries())
      writeSync(this.#files[index]!, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    this.#rows = 0;
  }
}
