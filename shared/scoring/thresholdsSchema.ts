/** The shape of the threshold table, and what a table must satisfy before it may judge anything. */
import { z } from 'zod';
import { SENSOR_KEYS } from '#shared/telemetry/reading.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { RISK_LEVELS } from './assessment.ts';

const weight = z.number().min(0).max(1);
const limit = z.number().min(-1e9).max(1e9);
const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(366 * 86_400_000);
const count = z.number().int().min(0).max(1_000_000);
const level = z.enum(RISK_LEVELS);
/** A hazard that alone never makes more than MEDIUM (decision 2). */
const atMostMedium = z.enum(['NORMAL', 'LOW', 'MEDIUM']);

const range = z
  .strictObject({ min: limit, max: limit })
  .refine(({ min, max }) => min < max, { message: 'min must be below max' });

const ascending = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || (values[i - 1] ?? value) < value);

/** Limits of the measured quantities. Every comparison is strict: the limit itself is still allowed. */
const limits = z.strictObject({
  /** °C, of the warmer of board and probe. `emergency` is the seed's own limit for immediate action. */
  temperature: z
    .strictObject({ elevated: limit, high: limit, critical: limit, emergency: limit })
    .refine((t) => ascending([t.elevated, t.high, t.critical, t.emergency]), {
      message: 'elevated < high < critical < emergency',
    }),
  /** °C between board and probe. */
  temperatureDifference: z
    .strictObject({ notable: limit, severe: limit })
    .refine((d) => d.notable < d.severe, { message: 'notable must be below severe' }),
  /** V, above. */
  overvoltage: limit,
  /** V, the minimum voltage, below. */
  undervoltage: limit,
  /** A */
  overcurrent: limit,
  /** mA, total and resistive alike. */
  leakage: z
    .strictObject({ high: limit, severe: limit })
    .refine((l) => l.high < l.severe, { message: 'high must be below severe' }),
  /** ppm */
  co: limit,
  /** µg/m³ */
  voc: limit,
  /** 0 … 1, below. */
  powerFactor: limit,
});

/** What `shared/analytics` looks for in the stream. Every comparison is strict. */
const analytics = z.strictObject({
  /** How long after its time a reading still joins the windows. */
  latenessMs: milliseconds.max(240_000),
  temperature: z.strictObject({
    windowMs: milliseconds.min(60_000).max(3_600_000),
    /** Sample standard deviations over the mean of the window. */
    deviations: z.number().min(0).max(10),
    /** Readings that the window needs, the judged one left out. */
    minimumReadings: z.number().int().min(2).max(4096),
  }),
  risk: z.strictObject({
    windowMs: milliseconds.min(60_000).max(3_000_000),
    /** Rise of the final score from one reading to the next. */
    spike: weight,
    /** Rise within the window that calls for an emergency response. */
    jump: weight,
  }),
  arcs: z.strictObject({ windowMs: milliseconds.max(3_600_000), high: count, moderate: count }),
  pairs: z.strictObject({
    /** Two readings further apart make no pair. */
    withinMs: milliseconds.max(600_000),
    /** One of the two must have more risk than this. */
    watched: weight,
    high: weight,
    /** °C between the two. */
    divergence: limit,
  }),
  neighbours: z.strictObject({ distanceM: z.number().min(0).max(1_000) }),
  batch: z.strictObject({
    change: weight,
    highRisk: weight,
    /** Readings in a row. */
    streak: z.number().int().min(1).max(1_000),
    /** Population standard deviation of the risk within one batch. */
    volatility: weight,
  }),
  /** Per minute: °C, and final score. */
  trend: z.strictObject({ temperature: limit, risk: limit }),
  /** Inclusive ranges of what circuits in order show; a value outside of one is an anomaly, not an alarm. */
  normal: z.strictObject({
    temperature: range,
    voltage: range,
    current: range,
    coGas: range,
    voc: range,
    powerFactor: range,
  }),
});

export const thresholdsSchema = z.strictObject({
  /** Short and readable. Alarms and assessments name it, so a changed table needs another one. */
  version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
  clock: z.strictObject({
    /** A device clock further from the desk's than this is not believed. */
    skewMs: milliseconds,
    /**
     * How old a reading from a broker's backlog may be. Older ones are past the readings' retention and
     * come from a device whose clock was reset rather than from a queue.
     */
    backlogMaximumAgeMs: milliseconds,
  }),
  /** A device counts as active while it was heard this recently. */
  activeWithinMs: milliseconds,
  /** A device is silent after max(minimumMs, multiple × its expected interval). */
  silence: z.strictObject({ multiple: z.number().min(1).max(1000), minimumMs: milliseconds }),
  /** Inclusive ranges outside of which a value says more about the sensor than about the circuit. */
  validity: z.record(z.enum(SENSOR_KEYS), range),
  limits,
  indicators: z.strictObject({
    temperature: z.strictObject({
      low: weight,
      elevated: weight,
      high: weight,
      critical: weight,
      /** Share of the temperature's score in the total. */
      share: weight,
    }),
    overvoltage: weight,
    overcurrent: weight,
    totalLeakage: weight,
    arc: weight,
    arcCap: weight,
    co: weight,
    voc: weight,
  }),
  rule: z.strictObject({
    temperatureElevated: weight,
    temperatureHigh: weight,
    temperatureCritical: weight,
    voltage: weight,
    overcurrent: weight,
    leakage: weight,
    arc: weight,
    arcCap: weight,
    co: weight,
    voc: weight,
    powerFactor: weight,
  }),
  status: z.strictObject({
    weights: z.record(z.enum(STATUS_BITS), weight),
    /** Each alarm bit above this many adds `multipleWeight`. */
    multipleAbove: count,
    multipleWeight: weight,
    /** From this `status` up the device reports a communication error. */
    communicationError: z.number().int().min(4096).max(2_147_483_647),
    /** The least that a communication error makes of the status part. */
    communicationErrorRisk: weight,
  }),
  pattern: z.strictObject({
    temperatureDifferenceNotable: weight,
    temperatureDifferenceSevere: weight,
    /** Allowed difference between measured and calculated power: a share of the latter, but at least `powerFloorW`. */
    powerTolerance: weight,
    powerFloorW: limit,
    power: weight,
    /** A: below this current V/I says nothing about the circuit. */
    resistanceMinimumCurrent: limit,
    /** Ω, inclusive. */
    resistance: range,
    resistanceWeight: weight,
  }),
  history: z
    .strictObject({
      windowMs: milliseconds.max(3_600_000),
      /** How many of the newest readings the means and the trend look at. */
      newest: z.number().int().min(3).max(32),
      minimumCount: z.number().int().min(3).max(32),
      /** °C per minute */
      heatingPerMinute: limit,
      heating: weight,
      arcs: count,
      arcsWeight: weight,
      averageRisk: weight,
      averageRiskWeight: weight,
      modifierCap: z.number().min(1).max(10),
    })
    .refine((h) => h.minimumCount <= h.newest, { message: 'newest must reach minimumCount' }),
  final: z.strictObject({ rule: weight, status: weight, pattern: weight }),
  /** agreement = max(minimum, 1 − share × |rule − status|) */
  agreement: z.strictObject({ share: weight, minimum: weight }),
  /** Lower cuts of the levels, inclusive. Below LOW is NORMAL. */
  levels: z
    .strictObject({ LOW: weight, MEDIUM: weight, HIGH: weight, CRITICAL: weight })
    .refine((l) => ascending([l.LOW, l.MEDIUM, l.HIGH, l.CRITICAL]), {
      message: 'LOW < MEDIUM < HIGH < CRITICAL',
    }),
  /** What one hazard alone demands (decision 2). */
  floor: z.strictObject({
    temperatureCritical: level,
    temperatureEmergency: level,
    arcAlarm: level,
    arcsFrequent: level,
    leakageHigh: level,
    leakageSevere: level,
    co: level,
    coWithVoc: level,
    overcurrent: level,
    overvoltage: atMostMedium,
    undervoltage: atMostMedium,
    powerFactor: atMostMedium,
    /** More arcs than this within the window, the current reading included. */
    arcs: count,
    arcWindowMs: milliseconds.max(3_600_000),
    confirmation: z.strictObject({
      /** From which strength a second hazard confirms the first; 1 is notable. */
      secondHazard: z.number().positive().max(10),
      /** From which strength it makes the first CRITICAL where its limit says so. */
      secondHazardCritical: z.number().positive().max(10),
      /** After what time each hazard alone counts as HIGH; null: never without a second sign. */
      alone: z.strictObject({
        temperature: milliseconds.nullable(),
        gas: milliseconds.nullable(),
        leakage: milliseconds.nullable(),
        arcs: milliseconds.nullable(),
        current: milliseconds.nullable(),
      }),
      /** The same for a temperature over the emergency limit. */
      emergencyMs: milliseconds,
    }),
  }),
  recommendations: z.strictObject({
    riskScore: weight,
    /** Rising edges of alarm bits in 24 hours. */
    alarms: count,
    arcs: count,
    /** Readings whose arcs are summed; there must be more than this many. */
    readings: z.number().int().min(1).max(1000),
  }),
  overview: z.strictObject({ healthyAbove: weight, alerts: z.number().int().min(1).max(100) }),
  analytics,
});
