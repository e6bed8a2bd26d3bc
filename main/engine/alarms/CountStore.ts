import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeviceAlarms, ReadingCount } from './DeviceAlarms.ts';

interface Row {
  readonly device_id: string;
  readonly kind: string;
  readonly alarm_id: string | null;
  readonly readings: number;
  readonly since_ms: number | null;
  readonly newest_ms: number | null;
}

/** What was counted of one device, as far as its reading of this event time. */
export interface DeviceCounts {
  readonly deviceId: string;
  /** Null when none is known. */
  readonly newestAt: EpochMs | null;
  readonly counts: readonly ReadingCount[];
}

/**
 * The only code that reads and writes the table `alarm_count`: the on-delays and off-delays that run. A desk that is
 * restarted meanwhile goes on counting, so that its alarms begin and end where the other desk's do, under the same id.
 */
export class CountStore {
  readonly #all: Database.Statement<[], Row>;
  readonly #forget: Database.Statement<[string]>;
  readonly #add: Database.Statement<[Row]>;

  constructor(db: Database.Database) {
    this.#all = db.prepare('SELECT * FROM alarm_count ORDER BY device_id, kind');
    this.#forget = db.prepare('DELETE FROM alarm_count WHERE device_id = ?');
    this.#add = db.prepare(
      `INSERT INTO alarm_count
       VALUES (@device_id, @kind, @alarm_id, @readings, @since_ms, @newest_ms)`,
    );
  }

  all(): readonly DeviceCounts[] {
    const devices = Map.groupBy(this.#all.all(), ({ device_id }) => device_id);
    return [...devices].map(([deviceId, rows]) => ({
      deviceId,
      newestAt: rows[0]?.newest_ms ?? null,
      counts: rows.map(({ kind, alarm_id, readings, since_ms }) => ({
        kind: kind as ReadingCount['kind'],
        alarmId: alarm_id,
        readings,
        since: since_ms,
      })),
    }));
  }

  /** Replaces what is known of these devices. Call it inside a transaction. */
  write(devices: readonly DeviceCounts[]): void {
    for (const { deviceId, newestAt, counts } of devices) {
      this.#forget.run(deviceId);
      for (const { kind, alarmId, readings, since } of counts)
        this.#add.run({
          device_id: deviceId,
          kind,
          alarm_id: alarmId,
          readings,
          since_ms: since,
          newest_ms: newestAt,
        });
    }
  }
}

/** What is to be written of the counts of these devices: of those where they are others than before. */
export function countedIn(
  devices: ReadonlyMap<string, DeviceAlarms>,
  before: ReadonlyMap<string, DeviceAlarms>,
): readonly DeviceCounts[] {
  const counted: DeviceCounts[] = [];
  for (const device of devices.values()) {
    const { deviceId } = device;
    const known = before.get(deviceId);
    if (!device.settling && !known?.settling) continue;
    const counts = device.counts();
    if (isSame(counts, known?.counts() ?? [])) continue;
    const newestAt = Number.isFinite(device.newestAt) ? device.newestAt : null;
    counted.push({ deviceId, newestAt, counts });
  }
  return counted;
}

function isSame(counts: readonly ReadingCount[], others: readonly ReadingCount[]): boolean {
  const same = (one: ReadingCount) =>
    others.some(
      ({ kind, alarmId, readings, since }) =>
        kind === one.kind &&
        alarmId === one.alarmId &&
        readings === one.readings &&
        since === one.since,
    );
  return counts.length === others.length && counts.every(same);
}
