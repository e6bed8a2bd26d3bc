import type Database from 'better-sqlite3';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { decisive, type SetAside, type SetAsideType } from '#shared/alarms/setAside.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly device_id: string;
  readonly kind: string | null;
  readonly reason: string;
  readonly by_name: string;
  readonly desk: string;
  readonly since_ms: number;
  readonly until_ms: number;
  readonly ended_ms: number | null;
  readonly ended_by: string | null;
}

interface Standing {
  readonly setAside: SetAside;
  /** Its end on the monotonic clock: a wall clock that is set back must not make it last longer. */
  readonly monotonicEnd: number;
}

const NOTHING: readonly SetAside[] = Object.freeze([]);

/** What is set aside now and was before. Memory changes after the commit only, by `took` and `dropped`. */
export class SetAsides {
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[Row]>;
  readonly #end: Database.Statement<[number, string | null, string]>;
  readonly #standing = new Map<string, Standing>();
  /** By device, so that raising an alarm doesn't look through all of them. */
  #byDevice = new Map<string, SetAside[]>();

  constructor(parts: {
    readonly db: Database.Database;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
  }) {
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#db = parts.db;
    this.#insert = parts.db.prepare(
      `INSERT INTO set_aside VALUES (@id, @type, @device_id, @kind, @reason, @by_name, @desk,
         @since_ms, @until_ms, @ended_ms, @ended_by)`,
    );
    this.#end = parts.db.prepare(
      'UPDATE set_aside SET ended_ms = ?, ended_by = ? WHERE id = ? AND ended_ms IS NULL',
    );
    const rows = parts.db.prepare<[], Row>('SELECT * FROM set_aside WHERE ended_ms IS NULL').all();
    for (const row of rows) this.took(fromRow(row));
  }

  /** Which one decides for this kind of this device; undefined when it annunciates. */
  typeFor(deviceId: string, kind: AlarmKind): SetAsideType | undefined {
    const own = this.#byDevice.get(deviceId);
    return own && decisive(own, deviceId, kind)?.type;
  }

  get(id: string): SetAside | undefined {
    return this.#standing.get(id)?.setAside;
  }

  ofDevice(deviceId: string): readonly SetAside[] {
    return this.#byDevice.get(deviceId) ?? NOTHING;
  }

  /** What lasts now, the one that ends first before the others. */
  active(): readonly SetAside[] {
    return [...this.#standing.values()]
      .map(({ setAside }) => setAside)
      .sort((a, b) => a.until - b.until || (a.id < b.id ? -1 : 1));
  }

  /** Those whose time is over, by either clock. One that seems to begin in the future was begun by a wrong clock. */
  due(): readonly SetAside[] {
    const now = this.#now();
    const monotonic = this.#monotonicNow();
    return [...this.#standing.values()]
      .filter(
        ({ setAside, monotonicEnd }) =>
          now >= setAside.until || monotonic >= monotonicEnd || now < setAside.since,
      )
      .map(({ setAside }) => setAside);
  }

  /** Those that were begun before `to` and had not ended at `from`, the newest first. */
  history(query: { readonly from: EpochMs; readonly to: EpochMs; readonly limit: number }) {
    return this.#db
      .prepare<[typeof query], Row>(
        `SELECT * FROM set_aside WHERE since_ms < @to AND (ended_ms IS NULL OR ended_ms >= @from)
         ORDER BY since_ms DESC, id LIMIT @limit`,
      )
      .all(query)
      .map(fromRow);
  }

  /** Call it inside a transaction. */
  writeBegin(setAside: SetAside): void {
    this.#insert.run(toRow(setAside));
  }

  /** Call it inside a transaction. */
  writeEnd(id: string, at: EpochMs, by: string | null): void {
    this.#end.run(at, by, id);
  }

  took(setAside: SetAside): void {
    const left = Math.max(0, setAside.until - this.#now());
    this.#standing.set(setAside.id, { setAside, monotonicEnd: this.#monotonicNow() + left });
    this.#index();
  }

  dropped(id: string): void {
    this.#standing.delete(id);
    this.#index();
  }

  #index(): void {
    this.#byDevice = Map.groupBy(this.active(), ({ deviceId }) => deviceId);
  }
}

function toRow(one: SetAside): Row {
  return {
    id: one.id,
    type: one.type,
    device_id: one.deviceId,
    kind: one.kind,
    reason: one.reason,
    by_name: one.by,
    desk: one.desk,
    since_ms: one.since,
    until_ms: one.until,
    ended_ms: one.endedAt,
    ended_by: one.endedBy,
  };
}

function fromRow(row: Row): SetAside {
  return {
    id: row.id,
    type: row.type as SetAsideType,
    deviceId: row.device_id,
    kind: row.kind as AlarmKind | null,
    reason: row.reason,
    by: row.by_name,
    desk: row.desk,
    since: row.since_ms,
    until: row.until_ms,
    endedAt: row.ended_ms,
    endedBy: row.ended_by,
  };
}
