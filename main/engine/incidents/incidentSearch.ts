/** Finding incidents: by state, time and outcome, and by what people remember of them. */
import type Database from 'better-sqlite3';
import type { FloorView } from '#shared/contract/views.ts';
import type { IncidentPhase } from '#shared/response/close.ts';
import type { Outcome } from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { RegisteredDevice } from '../storage/DeviceRegistry.ts';
import type { IncidentRow } from './incidentRow.ts';

export interface IncidentQuery {
  readonly phase?: IncidentPhase | 'open' | undefined;
  readonly outcome?: Outcome | undefined;
  readonly from?: EpochMs | undefined;
  /** Exclusive. */
  readonly to?: EpochMs | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What names stand for, as the installer gave them. */
export interface PlaceNames {
  devices(): readonly RegisteredDevice[];
  floors(): readonly FloorView[];
}

const STANDING = `EXISTS (SELECT 1 FROM incident_alarm JOIN alarm ON alarm.id = alarm_id
  WHERE incident_id = incident.id AND ended_ms IS NULL)`;

const PHASES: Readonly<Record<IncidentPhase | 'open', string>> = {
  open: "status = 'open'",
  active: `status = 'open' AND ${STANDING}`,
  waiting: `status = 'open' AND NOT ${STANDING}`,
  closed: "status = 'closed'",
};

/** A person who did anything in it, a device in it, or the number that people call it by. */
const TEXT = `(number = @number OR closed_by LIKE @like ESCAPE '~'
  OR EXISTS (SELECT 1 FROM incident_alarm WHERE incident_id = incident.id
    AND (device_id LIKE @like ESCAPE '~' OR device_id IN (SELECT value FROM json_each(@devices))))
  OR EXISTS (SELECT 1 FROM incident_event WHERE incident_id = incident.id
    AND operator LIKE @like ESCAPE '~')
  OR EXISTS (SELECT 1 FROM response_tick WHERE subject_id = incident.id
    AND operator LIKE @like ESCAPE '~')
  OR EXISTS (SELECT 1 FROM incident_alarm JOIN alarm_event USING (alarm_id)
    WHERE incident_id = incident.id AND operator LIKE @like ESCAPE '~'))`;

/** A fire that stands before everything, then what stands, then what waits for its outcome; what is over last. */
const URGENCY = `CASE WHEN status <> 'open' THEN 3 ELSE coalesce((
  SELECT min(alarm_class <> 'fire') FROM incident_alarm JOIN alarm ON alarm.id = alarm_id
  WHERE incident_id = incident.id AND ended_ms IS NULL), 2) END`;

/** Most urgent first, then the newest. */
export function searchIncidents(
  db: Database.Database,
  names: PlaceNames,
  query: IncidentQuery,
): { readonly rows: readonly IncidentRow[]; readonly total: number } {
  const { phase, outcome, from, to, text = '', limit, offset } = query;
  const filters = ["status <> 'merged'"];
  if (phase) filters.push(PHASES[phase]);
  if (outcome) filters.push('outcome = @outcome');
  // What stood in the period, and not only what began in it.
  if (from !== undefined) filters.push('coalesce(closed_ms, 9e15) >= @from');
  if (to !== undefined) filters.push('first_onset_ms < @to');
  if (text !== '') filters.push(TEXT);
  const where = filters.join(' AND ');
  const values = {
    outcome: outcome ?? null,
    from: from ?? null,
    to: to ?? null,
    like: `%${text.replace(/[~%_]/g, '~$&')}%`,
    number: /^#?\d{1,9}$/.test(text) ? Number(text.replace('#', '')) : -1,
    devices: text === '' ? '[]' : JSON.stringify(devicesNamed(names, text)),
    limit,
    offset,
  };
  const total = db
    .prepare<[typeof values], number>(`SELECT count(*) FROM incident WHERE ${where}`)
    .pluck()
    .get(values);
  const rows = db
    .prepare<[typeof values], IncidentRow>(
      `SELECT * FROM incident WHERE ${where}
       ORDER BY ${URGENCY}, last_onset_ms DESC, number DESC LIMIT @limit OFFSET @offset`,
    )
    .all(values);
  return { rows, total: total ?? 0 };
}

/** Devices whose name, floor, zone or panel contains the text, in either language. */
function devicesNamed(names: PlaceNames, text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const says = (...found: readonly (string | null | undefined)[]) =>
    found.some((one) => one?.toLowerCase().includes(wanted));
  const floors = new Map(names.floors().map((floor) => [floor.id, floor]));
  return names.devices().flatMap(({ id, placement }) => {
    if (!placement) return [];
    const floor = floors.get(placement.floorId);
    const zone = floor?.zones.find((one) => one.id === placement.zoneId);
    const found = says(
      placement.name,
      placement.upstreamPanel,
      floor?.name.ko,
      floor?.name.en,
      zone?.name.ko,
      zone?.name.en,
    );
    return found ? [id] : [];
  });
}
