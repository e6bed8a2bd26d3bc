import type { Measurement } from '../message.ts';

/** The values of a frame, in the order of the table's columns, which is the order of `SENSOR_KEYS`. */
export const FRAME_FIELDS = [
  'volt',
  'voltLow',
  'ct',
  'zct',
  'rzct',
  'pwr',
  'pcbTemp',
  'sensorTemp',
  'co',
  'voc',
  'pFct',
  'aArc',
] as const satisfies readonly (keyof Measurement)[];

const WIDTH = FRAME_FIELDS.length;

/** The frames that one device sent, as columns of numbers: the way from physics to training makes no objects. */
export class FrameTable {
  /** Frames in use; the arrays may be longer. */
  length = 0;
  /** UTC ms by the device's clock. */
  readonly timeMs: Float64Array;
  readonly idx: Int32Array;
  readonly status: Int32Array;
  /** Row after row, `FRAME_FIELDS.length` values each. */
  readonly values: Float64Array;

  constructor(frames: number) {
    this.timeMs = new Float64Array(frames);
    this.idx = new Int32Array(frames);
    this.status = new Int32Array(frames);
    this.values = new Float64Array(frames * WIDTH);
  }

  add(timeMs: number, idx: number, status: number, m: Measurement): void {
    const row = this.length;
    const { values } = this;
    this.timeMs[row] = timeMs;
    this.idx[row] = idx;
    this.status[row] = status;
    const at = row * WIDTH;
    values[at] = m.volt;
    values[at + 1] = m.voltLow;
    values[at + 2] = m.ct;
    values[at + 3] = m.zct;
    values[at + 4] = m.rzct;
    values[at + 5] = m.pwr;
    values[at + 6] = m.pcbTemp;
    values[at + 7] = m.sensorTemp;
    values[at + 8] = m.co;
    values[at + 9] = m.voc;
    values[at + 10] = m.pFct;
    values[at + 11] = m.aArc;
    this.length = row + 1;
  }

  /** @param column of `FRAME_FIELDS` */
  at(row: number, column: number): number {
    return this.values[row * WIDTH + column] ?? Number.NaN;
  }
}
