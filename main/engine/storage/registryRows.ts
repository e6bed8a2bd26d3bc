/** The registry's rows as SQLite holds them, and the only crossing between them and the program's types. */
import type { DevicePlacement, FloorView, ZoneView } from '#shared/contract/views.ts';
import type { FloorDrawing } from '#shared/plans/drawing.ts';
import type { Site } from './Site.ts';

export interface SiteRow {
  readonly id: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly time_zone: string;
  readonly power_unit: 'kW' | 'W';
  readonly power_factor_unit: 'ratio' | 'percent';
  readonly simulated: 0 | 1;
}

export interface FloorRow {
  readonly id: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly level: number;
  readonly width_m: number;
  readonly height_m: number;
  readonly plan_svg: string;
  readonly zones_json: string;
  readonly drawing_json: string | null;
}

export interface DeviceRow {
  readonly id: string;
  readonly first_seen_ms: number;
  readonly name: string | null;
  readonly floor_id: string | null;
  readonly x_m: number | null;
  readonly y_m: number | null;
  readonly zone_id: string | null;
  readonly upstream_panel: string | null;
  readonly rated_current_a: number | null;
  readonly gas_sensor: 'enclosure' | 'room' | null;
  readonly temperature_sensor: 'terminal' | 'enclosure' | null;
  readonly model: string | null;
  readonly expected_interval_ms: number | null;
  readonly branch: string | null;
}

const DEFAULT_INTERVAL_MS = 10_000;

export function siteOfRow(row: SiteRow): Site {
  return {
    id: row.id,
    name: { ko: row.name_ko, en: row.name_en },
    timeZone: row.time_zone,
    powerUnit: row.power_unit,
    powerFactorUnit: row.power_factor_unit,
    simulated: row.simulated === 1,
  };
}

export function rowOfSite(site: Site): SiteRow {
  return {
    id: site.id,
    name_ko: site.name.ko,
    name_en: site.name.en,
    time_zone: site.timeZone,
    power_unit: site.powerUnit,
    power_factor_unit: site.powerFactorUnit,
    simulated: site.simulated ? 1 : 0,
  };
}

export function floorOfRow(row: FloorRow): FloorView {
  return {
    id: row.id,
    name: { ko: row.name_ko, en: row.name_en },
    level: row.level,
    widthM: row.width_m,
    heightM: row.height_m,
    planSvg: row.plan_svg,
    ...(row.drawing_json !== null && { drawing: JSON.parse(row.drawing_json) as FloorDrawing }),
    zones: JSON.parse(row.zones_json) as readonly ZoneView[],
  };
}

export function rowOfFloor(floor: FloorView): FloorRow {
  return {
    id: floor.id,
    name_ko: floor.name.ko,
    name_en: floor.name.en,
    level: floor.level,
    width_m: floor.widthM,
    height_m: floor.heightM,
    plan_svg: floor.planSvg,
    zones_json: JSON.stringify(floor.zones),
    drawing_json: floor.drawing ? JSON.stringify(floor.drawing) : null,
  };
}

export function placementOfRow(row: DeviceRow): DevicePlacement | null {
  const { name, floor_id: floorId, x_m: xM, y_m: yM } = row;
  if (name === null || floorId === null || xM === null || yM === null) return null;
  return {
    name,
    floorId,
    xM,
    yM,
    zoneId: row.zone_id,
    upstreamPanel: row.upstream_panel,
    ...(row.branch !== null && { branch: row.branch }),
    ratedCurrentA: row.rated_current_a,
    gasSensor: row.gas_sensor,
    temperatureSensor: row.temperature_sensor,
    model: row.model,
    expectedIntervalMs: row.expected_interval_ms ?? DEFAULT_INTERVAL_MS,
  };
}
