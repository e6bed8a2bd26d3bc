/** The seed's feature vectors bug for bug: 44 columns in training, 31 others at inference. For the golden vectors alone. */
import { alarmBits, isCommunicationError, statusBitCount } from '#shared/telemetry/statusBits.ts';

/** In the order of both vectors. */
export const SEED_SENSORS = [
  'voltage',
  'voltage_low',
  'current',
  'leakage_current',
  'resistive_leakage',
  'power',
  'pcb_temperature',
  'sensor_temperature',
  'co_gas',
  'voc',
  'power_factor',
  'arc_count',
] as const;
type SeedSensor = (typeof SEED_SENSORS)[number];
type SensorNumbers = Readonly<Record<SeedSensor, number>>;

const STATUS_COLUMNS = [
  'overvoltage',
  'power_outage',
  'overcurrent',
  'total_leakage',
  'resistive_leakage_alarm',
  'power_anomaly',
  'pcb_temp_alarm',
  'sensor_temp_alarm',
  'co_alarm',
  'voc_alarm',
  'power_factor_alarm',
  'arc_alarm',
] as const;

const WIRE_FIELDS: Readonly<Record<SeedSensor, string>> = {
  voltage: 'volt',
  voltage_low: 'voltLow',
  current: 'ct',
  leakage_current: 'zct',
  resistive_leakage: 'rzct',
  power: 'pwr',
  pcb_temperature: 'pcbTemp',
  sensor_temperature: 'sensorTemp',
  co_gas: 'co',
  voc: 'voc',
  power_factor: 'pFct',
  arc_count: 'aArc',
};

/** Keeps a division by nothing finite, and makes of it a number of millions. */
const EPSILON = 1e-6;
const NIGHT_FROM = 22;
const NIGHT_TO = 6;

type Column = number | boolean | null;

/** One stored row as the training sees it; null where it has no number. Hours and days are UTC's, Monday is 0. */
export function seedTrainingFeatures(row: {
  readonly values: Readonly<Record<SeedSensor, unknown>>;
  readonly status: number;
  readonly at: number;
}): Readonly<Record<string, Column>> {
  const { values, status, at } = row;
  const v = numbersOf(values);
  const bits = alarmBits(status);
  const error = isCommunicationError(status);
  const time = new Date(at);
  const hour = time.getUTCHours();
  const weekday = (time.getUTCDay() + 6) % 7;
  const columns: Record<string, Column> = { ...v };
  for (const [bit, name] of STATUS_COLUMNS.entries())
    columns[`status_${name}`] = (bits & (1 << bit)) !== 0;
  return nulled({
    ...columns,
    communication_error: error,
    total_alarms: error ? 0 : statusBitCount(status),
    hour,
    day_of_week: weekday,
    month: time.getUTCMonth() + 1,
    is_weekend: weekday >= 5,
    is_night: hour >= NIGHT_FROM || hour < NIGHT_TO,
    ...engineered(v, {
      overcurrent: columns['status_overcurrent'] === true,
      leakage: columns['status_total_leakage'] === true,
    }),
  });
}

function engineered(
  v: SensorNumbers,
  status: { readonly overcurrent: boolean; readonly leakage: boolean },
): Record<string, number> {
  const warmest = Math.max(orLowest(v.pcb_temperature), orLowest(v.sensor_temperature));
  const maximum = Number.isFinite(warmest) ? warmest : Number.NaN;
  const difference = Math.abs(v.pcb_temperature - v.sensor_temperature);
  const calculated = v.voltage * v.current * v.power_factor;
  const when = (condition: boolean, weight: number) => (condition ? weight : 0);
  return {
    max_temperature: maximum,
    temp_difference: difference,
    temp_ratio: v.pcb_temperature / (v.sensor_temperature + EPSILON),
    power_calculated: calculated,
    power_discrepancy: Math.abs(calculated - v.power),
    resistance: v.voltage / (v.current + EPSILON),
    current_density: v.current / (v.voltage + EPSILON),
    total_leakage: v.leakage_current + v.resistive_leakage,
    leakage_ratio: v.resistive_leakage / (v.leakage_current + EPSILON),
    gas_index: gasIndex(v),
    gas_risk_score: when(v.co_gas > 17, 0.7) + when(v.voc > 400, 0.3),
    electrical_risk:
      when(status.overcurrent, 0.3) + when(status.leakage, 0.4) + when(v.arc_count > 0, 0.3),
    thermal_risk: when(maximum > 60, 0.6) + when(difference > 15, 0.4),
  };
}

/** The 31 numbers that the seed's endpoint makes of a payload. What is missing is 0: 0 V, 0 °C, a power factor of 0. */
export function seedInferenceVector(payload: Readonly<Record<string, number>>): number[] {
  const sensors = SEED_SENSORS.map((name) => payload[name] ?? 0);
  const v = Object.fromEntries(
    SEED_SENSORS.map((name, i) => [name, sensors[i]]),
  ) as unknown as SensorNumbers;
  const bits = alarmBits(payload['status_bits'] ?? 0);
  const calculated = v.voltage * v.current * v.power_factor;
  return [
    ...sensors,
    ...STATUS_COLUMNS.map((_, bit) => (bits >> bit) & 1),
    Math.max(v.pcb_temperature, v.sensor_temperature),
    Math.abs(v.pcb_temperature - v.sensor_temperature),
    calculated,
    Math.abs(calculated - v.power),
    v.voltage / (v.current + EPSILON),
    v.leakage_current + v.resistive_leakage,
    gasIndex(v),
  ];
}

/** A device's message as the payload of the endpoint. */
export function seedInferencePayload(
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const name of SEED_SENSORS) payload[name] = raw[WIRE_FIELDS[name]] ?? 0;
  return { ...payload, status_bits: raw['status'] ?? 0 };
}

/** Adds parts per million and micrograms per cubic metre. */
function gasIndex(v: Pick<SensorNumbers, 'co_gas' | 'voc'>): number {
  return v.co_gas * 0.6 + v.voc * 0.4;
}

const orLowest = (value: number): number =>
  Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;

/** What pandas' `to_numeric` makes of a column: text that is a number counts, all else is none. */
function numbersOf(values: Readonly<Record<SeedSensor, unknown>>): SensorNumbers {
  const numberOf = (value: unknown) => {
    if (typeof value === 'string' && value.trim() !== '') return Number(value);
    return typeof value === 'number' ? value : Number.NaN;
  };
  return Object.fromEntries(
    SEED_SENSORS.map((name) => [name, numberOf(values[name])]),
  ) as unknown as SensorNumbers;
}

const nulled = (columns: Readonly<Record<string, Column>>): Record<string, Column> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
  );
