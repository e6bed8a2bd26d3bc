import type Database from 'better-sqlite3';
import type {
  SignedWalkTest,
  WalkTestDevice,
  WalkTestEnd,
  WalkTestMode,
  WalkTestSummary,
  WalkTestView,
} from '#shared/contract/walkTestViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  coverageOf,
  type HitOrigin,
  type WalkTestFault,
  type WalkTestHit,
} from '#shared/walkTest/coverage.ts';
import type { WalkTestItem } from '#shared/walkTest/items.ts';

interface TestRow {
  readonly id: string;
  readonly mode: string;
  readonly note: string;
  readonly by_name: string;
  readonly desk: string;
  readonly begun_ms: number;
  readonly limit_ms: number;
  readonly active_ms: number;
  readonly ended_ms: number | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
  readonly end_detail: string | null;
  readonly certificate_json: string | null;
}

interface DeviceRow {
  readonly device_id: string;
  readonly name: string;
  readonly floor_json: string;
  readonly panel: string | null;
}

interface HitRow {
  readonly device_id: string;
  readonly item: string;
  readonly origin: string;
  readonly passed: number;
  readonly first_ms: number;
  readonly last_ms: number;
  readonly count: number;
  readonly by_name: string | null;
  readonly desk: string | null;
  readonly fault: string | null;
}

export interface NewWalkTest {
  readonly id: string;
  readonly mode: WalkTestMode;
  readonly note: string;
  readonly by: string;
  readonly desk: string;
  readonly begunAt: EpochMs;
  readonly limitAt: EpochMs;
  readonly list: readonly WalkTestDevice[];
}

/** One finding, as it is written: a second one of the same point and origin adds to the first. */
export type Finding = Omit<WalkTestHit, 'firstAt' | 'lastAt' | 'count'> & { readonly at: EpochMs };

/** The only code that reads and writes the tables of walk tests. Never opens a transaction of its own. */
export class WalkTestStore {
  readonly #db: Database.Database;
  readonly #byId: Database.Statement<[string], TestRow>;
  readonly #devices: Database.Statement<[string], DeviceRow>;
  readonly #hits: Database.Statement<[string], HitRow>;
  readonly #hit: Database.Statement<[HitRow & { readonly test_id: string }]>;
  readonly #active: Database.Statement<[EpochMs, string]>;
  readonly #end: Database.Statement<[EpochMs, string | null, WalkTestEnd, string | null, string]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#byId = db.prepare('SELECT * FROM walk_test WHERE id = ?');
    this.#devices = db.prepare(
      'SELECT device_id, name, floor_json, panel FROM walk_test_device WHERE test_id = ? ORDER BY position',
    );
    this.#hits = db.prepare(
      'SELECT * FROM walk_test_hit WHERE test_id = ? ORDER BY first_ms, device_id, item, origin',
    );
    this.#hit = db.prepare(
      `INSERT INTO walk_test_hit VALUES (@test_id, @device_id, @item, @origin, @passed, @first_ms,
         @last_ms, @count, @by_name, @desk, @fault)
       ON CONFLICT (test_id, device_id, item, origin) DO UPDATE SET passed = excluded.passed,
         last_ms = excluded.last_ms, count = count + 1, by_name = excluded.by_name,
         desk = excluded.desk, fault = excluded.fault`,
    );
    this.#active = db.prepare('UPDATE walk_test SET active_ms = ? WHERE id = ?');
    this.#end = db.prepare(
      `UPDATE walk_test SET ended_ms = ?, ended_by = ?, end_reason = ?, end_detail = ?
       WHERE id = ? AND ended_ms IS NULL`,
    );
  }

  /** The one that has not ended, with the time of its newest activity. */
  running(): { readonly test: WalkTestView; readonly activeAt: EpochMs } | undefined {
    const row = this.#db
      .prepare<[], TestRow>('SELECT * FROM walk_test WHERE ended_ms IS NULL')
      .get();
    return row && { test: this.#view(row), activeAt: row.active_ms };
  }

  get(id: string): WalkTestView | undefined {
    const row = this.#byId.get(id);
    return row && this.#view(row);
  }

  /** The newest first. */
  list(limit: number): readonly WalkTestSummary[] {
    const rows = this.#db
      .prepare<[number], TestRow>('SELECT * FROM walk_test ORDER BY begun_ms DESC, id LIMIT ?')
      .all(limit);
    return rows.map((row) => {
      const { list: _list, hits: _hits, ...summary } = this.#view(row);
      return summary;
    });
  }

  signed(id: string): SignedWalkTest | null {
    return signedOf(this.#byId.get(id)?.certificate_json ?? null);
  }

  begin(test: NewWalkTest): void {
    this.#db
      .prepare(
        `INSERT INTO walk_test (id, mode, note, by_name, desk, begun_ms, limit_ms, active_ms)
         VALUES (@id, @mode, @note, @by, @desk, @begunAt, @limitAt, @begunAt)`,
      )
      .run(test);
    const insert = this.#db.prepare('INSERT INTO walk_test_device VALUES (?, ?, ?, ?, ?, ?)');
    for (const [position, { id, name, floor, panel }] of test.list.entries())
      insert.run(test.id, position, id, name, JSON.stringify(floor), panel);
  }

  /** Adds a finding and what it does to the idle time. */
  found(testId: string, { at, ...hit }: Finding): void {
    this.#hit.run({
      test_id: testId,
      device_id: hit.deviceId,
      item: hit.item,
      origin: hit.origin,
      passed: hit.passed ? 1 : 0,
      first_ms: at,
      last_ms: at,
      count: 1,
      by_name: hit.by,
      desk: hit.desk,
      fault: hit.fault,
    });
    this.#active.run(at, testId);
  }

  keptOn(testId: string, at: EpochMs): void {
    this.#active.run(at, testId);
  }

  end(
    testId: string,
    ending: {
      readonly at: EpochMs;
      readonly by: string | null;
      readonly reason: WalkTestEnd;
      readonly detail: string | null;
    },
  ): void {
    this.#end.run(ending.at, ending.by, ending.reason, ending.detail, testId);
  }

  sign(testId: string, signed: SignedWalkTest): void {
    this.#db
      .prepare('UPDATE walk_test SET certificate_json = ? WHERE id = ?')
      .run(JSON.stringify(signed), testId);
  }

  #view(row: TestRow): WalkTestView {
    const list = this.#devices.all(row.id).map(
      ({ device_id, name, floor_json, panel }): WalkTestDevice => ({
        id: device_id,
        name,
        floor: JSON.parse(floor_json) as WalkTestDevice['floor'],
        panel,
      }),
    );
    const hits = this.#hits.all(row.id).map(fromHitRow);
    const { coverage } = coverageOf(
      list.map(({ id }) => id),
      hits,
    );
    return {
      id: row.id,
      mode: row.mode as WalkTestMode,
      note: row.note,
      by: row.by_name,
      desk: row.desk,
      begunAt: row.begun_ms,
      limitAt: row.limit_ms,
      endedAt: row.ended_ms,
      endedBy: row.ended_by,
      end: row.end_reason as WalkTestEnd | null,
      endDetail: row.end_detail,
      devices: list.length,
      coverage,
      signedBy: signedOf(row.certificate_json)?.certificate.signedBy ?? null,
      list,
      hits,
    };
  }
}

function signedOf(json: string | null): SignedWalkTest | null {
  return json === null ? null : (JSON.parse(json) as SignedWalkTest);
}

function fromHitRow(row: HitRow): WalkTestHit {
  return {
    deviceId: row.device_id,
    item: row.item as WalkTestItem,
    origin: row.origin as HitOrigin,
    passed: row.passed === 1,
    firstAt: row.first_ms,
    lastAt: row.last_ms,
    count: row.count,
    by: row.by_name,
    desk: row.desk,
    fault: row.fault as WalkTestFault | null,
  };
}
