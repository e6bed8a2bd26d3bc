import type Database from 'better-sqlite3';
import type { DevicePlacement, FloorView } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  type DeviceRow,
  type FloorRow,
  floorOfRow,
  placementOfRow,
  rowOfFloor,
  rowOfSite,
  type SiteRow,
  siteOfRow,
} from './registryRows.ts';
import type { Site } from './Site.ts';
import { StorageError, toStorageError } from './StorageError.ts';

export type { Site } from './Site.ts';

export interface RegisteredDevice {
  readonly id: string;
  readonly firstSeenAt: EpochMs;
  /** Null while the device waits in the inbox to be named and placed. */
  readonly placement: DevicePlacement | null;
}

/** What the installer knows: the site, its floors, and which device is where. */
export class DeviceRegistry {
  readonly #site: Database.Statement<[], SiteRow>;
  readonly #saveSite: (site: Site) => void;
  readonly #floors: Database.Statement<[], FloorRow>;
  readonly #saveFloor: Database.Statement<[FloorRow]>;
  readonly #dropFloor: Database.Statement<[string]>;
  readonly #devices: Database.Statement<[], DeviceRow>;
  readonly #device: Database.Statement<[string], DeviceRow>;
  readonly #discover: Database.Statement<[string, EpochMs]>;
  readonly #forget: (deviceId: string) => void;
  readonly #hasFloor: Database.Statement<[string], 1>;
  readonly #place: Database.Statement<[PlaceParameters]>;

  constructor(db: Database.Database) {
    this.#site = db.prepare('SELECT * FROM site LIMIT 1');
    const dropOtherSites = db.prepare('DELETE FROM site WHERE id <> ?');
    const saveSite = db.prepare<[SiteRow]>(
      `INSERT OR REPLACE INTO site (id, name_ko, name_en, time_zone, power_unit, power_factor_unit, simulated)
       VALUES (@id, @name_ko, @name_en, @time_zone, @power_unit, @power_factor_unit, @simulated)`,
    );
    this.#saveSite = db.transaction((site: Site) => {
      dropOtherSites.run(site.id);
      saveSite.run(rowOfSite(site));
    });
    this.#floors = db.prepare('SELECT * FROM floor ORDER BY level DESC, id');
    // An upsert and not a REPLACE, which would delete the row that placed devices refer to.
    this.#saveFloor = db.prepare(
      `INSERT INTO floor (id, name_ko, name_en, level, width_m, height_m, plan_svg, zones_json,
         drawing_json)
       VALUES (@id, @name_ko, @name_en, @level, @width_m, @height_m, @plan_svg, @zones_json,
         @drawing_json)
       ON CONFLICT (id) DO UPDATE SET name_ko = excluded.name_ko, name_en = excluded.name_en,
         level = excluded.level, width_m = excluded.width_m, height_m = excluded.height_m,
         plan_svg = excluded.plan_svg, zones_json = excluded.zones_json,
         drawing_json = excluded.drawing_json`,
    );
    this.#dropFloor = db.prepare('DELETE FROM floor WHERE id = ?');
    this.#devices = db.prepare('SELECT * FROM device ORDER BY id');
    this.#device = db.prepare('SELECT * FROM device WHERE id = ?');
    this.#discover = db.prepare(
      'INSERT INTO device (id, first_seen_ms) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    const dropState = db.prepare<[string]>(
      `DELETE FROM device_state WHERE device_id =
         (SELECT id FROM device WHERE id = ? AND floor_id IS NULL)`,
    );
    const dropWindow = db.prepare<[string]>(
      `DELETE FROM device_window WHERE device_id =
         (SELECT id FROM device WHERE id = ? AND floor_id IS NULL)`,
    );
    const drop = db.prepare<[string]>('DELETE FROM device WHERE id = ? AND floor_id IS NULL');
    this.#forget = db.transaction((deviceId: string) => {
      dropState.run(deviceId);
      dropWindow.run(deviceId);
      drop.run(deviceId);
    });
    this.#hasFloor = db.prepare<[string], 1>('SELECT 1 FROM floor WHERE id = ?').pluck();
    this.#place = db.prepare(
      `INSERT INTO device (id, first_seen_ms, name, floor_id, x_m, y_m, zone_id, upstream_panel,
         rated_current_a, gas_sensor, temperature_sensor, model, expected_interval_ms, branch,
         placed_ms, placed_by)
       VALUES (@id, @at, @name, @floorId, @xM, @yM, @zoneId, @upstreamPanel,
         @ratedCurrentA, @gasSensor, @temperatureSensor, @model, @expectedIntervalMs, @branch, @at, @by)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, floor_id = excluded.floor_id,
         x_m = excluded.x_m, y_m = excluded.y_m, zone_id = excluded.zone_id,
         upstream_panel = excluded.upstream_panel, rated_current_a = excluded.rated_current_a,
         gas_sensor = excluded.gas_sensor, temperature_sensor = excluded.temperature_sensor,
         model = excluded.model, expected_interval_ms = excluded.expected_interval_ms,
         branch = excluded.branch, placed_ms = excluded.placed_ms, placed_by = excluded.placed_by`,
    );
  }

  /** Null in a new data folder. */
  site(): Site | null {
    const row = this.#site.get();
    return row ? siteOfRow(row) : null;
  }

  /** A data folder belongs to one site: saving another replaces it. */
  saveSite(site: Site): void {
    this.#saveSite(site);
  }

  /** Highest first. */
  floors(): FloorView[] {
    return this.#floors.all().map(floorOfRow);
  }

  saveFloor(floor: FloorView): void {
    this.#saveFloor.run(rowOfFloor(floor));
  }

  /** @throws StorageError `notFound` when a device still stands on it. */
  dropFloor(floorId: string): void {
    try {
      this.#dropFloor.run(floorId);
    } catch (error) {
      throw toStorageError(error, `floor ${floorId}`);
    }
  }

  /** By id, those in the inbox included. */
  devices(): RegisteredDevice[] {
    return this.#devices.all().map(deviceOfRow);
  }

  /** @returns true when the device was not known before. */
  discover(deviceId: string, at: EpochMs): boolean {
    return this.#discover.run(deviceId, Math.round(at)).changes === 1;
  }

  /** Takes a device out of the inbox, with its last state; one that was placed stays. Its readings and alarms stay. */
  forget(deviceId: string): void {
    this.#forget(deviceId);
  }

  /**
   * Names a device and puts it on a floor, or moves it. A device that was never heard may be placed before it reports.
   *
   * @throws StorageError `notFound` when there is no such floor.
   */
  place(deviceId: string, placement: DevicePlacement, by: string, at: EpochMs): RegisteredDevice {
    if (this.#hasFloor.get(placement.floorId) === undefined)
      throw new StorageError('notFound', `no floor ${placement.floorId}`);
    const { branch = null } = placement;
    this.#place.run({ ...placement, branch, id: deviceId, by, at: Math.round(at) });
    return deviceOfRow(this.#device.get(deviceId)!);
  }
}

interface PlaceParameters extends DevicePlacement {
  readonly id: string;
  readonly branch: string | null;
  readonly by: string;
  readonly at: EpochMs;
}

function deviceOfRow(row: DeviceRow): RegisteredDevice {
  return { id: row.id, firstSeenAt: row.first_seen_ms, placement: placementOfRow(row) };
}
