import type { StoredReading } from '../StoredReading.ts';
import {
  COLUMNS,
  DEVICE_TIME,
  decodeRow,
  hasDeviceTime,
  IDX,
  MARKS,
  MEASURED_AT,
  RECEIVED_AT,
  STATUS,
  sentNulls,
  THRESHOLDS,
  VALUES,
} from './rowLayout.ts';

const VALUE_END = VALUES + 12;

/** Rows of one device, column by column: what a packed blob holds, and what readings are sorted and compared in. */
export class RowTable {
  readonly deviceId: string;
  /** The threshold versions that the rows name by their place in this list. */
  readonly versions: string[];
  #columns: Float64Array[];
  #length: number;

  constructor(deviceId: string, columns?: readonly Float64Array[], versions?: readonly string[]) {
    this.deviceId = deviceId;
    this.versions = [...(versions ?? [])];
    this.#columns = columns
      ? [...columns]
      : Array.from({ length: COLUMNS }, () => new Float64Array(64));
    this.#length = columns?.[0]?.length ?? 0;
  }

  get length(): number {
    return this.#length;
  }

  column(column: number): Float64Array {
    return this.#columns[column]!.subarray(0, this.#length);
  }

  /** @param row as `encodeRow` made it; its key of the thresholds is replaced by the table's own. */
  add(row: Float64Array, version: string): void {
    this.#reserve();
    for (let column = 0; column < COLUMNS; column++)
      this.#columns[column]![this.#length] = row[column]!;
    this.#columns[THRESHOLDS]![this.#length] = this.#versionKey(version);
    this.#length++;
  }

  addFrom(other: RowTable, index: number): void {
    this.#reserve();
    for (let column = 0; column < COLUMNS; column++)
      this.#columns[column]![this.#length] = other.#columns[column]![index]!;
    this.#columns[THRESHOLDS]![this.#length] = this.#versionKey(other.#version(index));
    this.#length++;
  }

  /** Every row of another table, a column at a time: a day has thousands of rows and a few tables. */
  addAll(other: RowTable): void {
    const count = other.length;
    this.#reserve(count);
    for (let column = 0; column < COLUMNS; column++)
      this.#columns[column]!.set(other.#columns[column]!.subarray(0, count), this.#length);
    const theirs = other.#columns[THRESHOLDS]!;
    const ours = this.#columns[THRESHOLDS]!;
    const keys = other.versions.map((version) => this.#versionKey(version));
    for (let index = 0; index < count; index++)
      ours[this.#length + index] = keys[theirs[index]!] ?? this.#versionKey('');
    this.#length += count;
  }

  reading(index: number): StoredReading {
    return decodeRow(this.#columns, index, this.deviceId, this.#version(index));
  }

  /**
   * The rows by event time, each reading once: one that was committed twice (a crash between commit and
   * acknowledgement, two ways that deliver the same) has the same time, sequence number and content, and its first
   * arrival stays. Two readings that differ in any value are both kept, whatever their clock says.
   */
  unique(): RowTable {
    const order = this.#order();
    const length = this.#dropRepetitions(order);
    const columns = this.#columns.map((column) => {
      const ordered = new Float64Array(length);
      for (let index = 0; index < length; index++) ordered[index] = column[order[index]!]!;
      return ordered;
    });
    return new RowTable(this.deviceId, columns, this.versions);
  }

  #order(): Uint32Array {
    const measured = this.#columns[MEASURED_AT]!;
    const received = this.#columns[RECEIVED_AT]!;
    const order = new Uint32Array(this.#length);
    let sorted = true;
    for (let index = 0; index < this.#length; index++) {
      order[index] = index;
      const difference = index === 0 ? 0 : measured[index]! - measured[index - 1]!;
      if (
        difference < 0 ||
        (difference === 0 && index > 0 && received[index]! < received[index - 1]!)
      )
        sorted = false;
    }
    if (sorted) return order;
    return order.sort(
      (a, b) => measured[a]! - measured[b]! || received[a]! - received[b]! || a - b,
    );
  }

  /** Moves the rows to keep to the front. @returns how many they are. */
  #dropRepetitions(order: Uint32Array): number {
    /** Identity time → its newest kept row; `before` chains to the others with that time. */
    const newest = new Map<number, number>();
    const before = new Int32Array(this.#length).fill(-1);
    let length = 0;
    for (const index of order) {
      const time = this.#identityTime(index);
      const known = newest.get(time) ?? -1;
      let same = known;
      while (same >= 0 && !this.#isSameReading(index, same)) same = before[same]!;
      if (same >= 0) continue;
      before[index] = known;
      newest.set(time, index);
      order[length++] = index;
    }
    return length;
  }

  /** The device's own time where it sent one. */
  #identityTime(index: number): number {
    const column = hasDeviceTime(this.#columns[MARKS]![index]!) ? DEVICE_TIME : MEASURED_AT;
    return this.#columns[column]![index]!;
  }

  #isSameReading(a: number, b: number): boolean {
    if (!Object.is(this.#columns[IDX]![a], this.#columns[IDX]![b])) return false;
    if (sentNulls(this.#columns[MARKS]![a]!) !== sentNulls(this.#columns[MARKS]![b]!)) return false;
    for (let column = STATUS; column < VALUE_END; column++)
      if (!Object.is(this.#columns[column]![a], this.#columns[column]![b])) return false;
    return true;
  }

  #version(index: number): string {
    return this.versions[this.#columns[THRESHOLDS]![index]!] ?? '';
  }

  #versionKey(version: string): number {
    const known = this.versions.indexOf(version);
    return known >= 0 ? known : this.versions.push(version) - 1;
  }

  #reserve(count = 1): void {
    if (this.#length + count <= this.#columns[0]!.length) return;
    const size = Math.max(64, this.#length * 2, this.#length + count);
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(size);
      larger.set(column.subarray(0, this.#length));
      return larger;
    });
  }
}
