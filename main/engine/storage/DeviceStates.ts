import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type Assessment, HAZARDS } from '#shared/scoring/assessment.ts';
import type { FloorStanding } from '#shared/scoring/FloorWatch.ts';
import { fromJson, type Reading } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';

interface StateRow {
  readonly reading_json: string;
  readonly assessment_json: string;
  readonly floors_json: string | null;
}

export interface DeviceState extends ScoredReading {
  /** What the hazard floor has been waiting for, as of that reading. */
  readonly floors?: FloorStanding;
}

const time = z.number();
const standingSchema: z.ZodType<FloorStanding> = z.partialRecord(
  z.enum(HAZARDS),
  z.object({ since: time, seenAt: time }),
);

/** The last thing known of each device, so that a restart shows it at once, with its age. */
export class DeviceStates {
  readonly #all: Database.Statement<[], StateRow>;
  readonly #saveAll: (newest: ReadonlyMap<string, DeviceState>) => void;

  constructor(db: Database.Database) {
    this.#all = db.prepare<[], StateRow>(
      'SELECT reading_json, assessment_json, floors_json FROM device_state ORDER BY device_id',
    );
    const save = db.prepare(
      `INSERT INTO device_state (device_id, measured_ms, received_ms, reading_json, assessment_json,
         floors_json)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET measured_ms = excluded.measured_ms,
         received_ms = excluded.received_ms, reading_json = excluded.reading_json,
         assessment_json = excluded.assessment_json,
         floors_json = excluded.floors_json`,
    );
    this.#saveAll = db.transaction((newest: ReadonlyMap<string, DeviceState>) => {
      for (const [deviceId, { reading, assessment, floors }] of newest) {
        const { measuredAt, receivedAt } = reading;
        save.run(
          deviceId,
          Math.round(measuredAt),
          Math.round(receivedAt),
          JSON.stringify(reading),
          JSON.stringify(assessment),
          floors ? JSON.stringify(floors) : null,
        );
      }
    });
  }

  /**
   * The last row of each device wins, whatever its clock says. The devices must have been discovered.
   * Inside a transaction of the caller it becomes part of it.
   */
  save(rows: readonly DeviceState[]): void {
    if (rows.length === 0) return;
    this.#saveAll(new Map(rows.map((row) => [row.reading.deviceId, row])));
  }

  load(): DeviceState[] {
    const states: DeviceState[] = [];
    for (const row of this.#all.iterate()) {
      const state = parse(row);
      if (state) states.push(state);
    }
    return states;
  }
}

/** @returns null for a row that salvage brought back damaged: the device's next reading replaces it. */
function parse(row: StateRow): DeviceState | null {
  try {
    const state = {
      reading: fromJson(JSON.parse(row.reading_json) as Reading),
      assessment: JSON.parse(row.assessment_json) as Assessment,
    };
    if (row.floors_json === null) return state;
    const floors = standingSchema.safeParse(JSON.parse(row.floors_json));
    return floors.success ? { ...state, floors: floors.data } : state;
  } catch {
    return null;
  }
}
