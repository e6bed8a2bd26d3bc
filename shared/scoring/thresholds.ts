/** Every limit and weight that judges a reading, in one versioned table of plain data. */
import type { z } from 'zod';
import { COMMUNICATION_ERROR_STATUS } from '#shared/telemetry/statusBits.ts';
import { thresholdsSchema } from './thresholdsSchema.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type Thresholds = DeepReadonly<z.output<typeof thresholdsSchema>>;

/** The seed's numbers, and domain.md's where the seed has none. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  version: '2026-3',
  clock: { skewMs: 300_000, backlogMaximumAgeMs: 30 * 86_400_000 },
  activeWithinMs: 300_000,
  silence: { multiple: 6, minimumMs: 60_000 },
  validity: {
    voltage: { min: 0, max: 300 },
    voltageLow: { min: 0, max: 300 },
    current: { min: 0, max: 200 },
    leakageCurrent: { min: 0, max: 1_000 },
    resistiveLeakage: { min: 0, max: 1_000 },
    // Far above 300 V × 200 A in three phases: what lies outside is a site set to the wrong power unit.
    power: { min: 0, max: 200 },
    pcbTemperature: { min: -10, max: 100 },
    sensorTemperature: { min: -10, max: 100 },
    coGas: { min: 0, max: 10_000 },
    voc: { min: 0, max: 60_000 },
    powerFactor: { min: 0, max: 1 },
    arcCount: { min: 0, max: 10_000 },
  },
  limits: {
    temperature: { elevated: 40, high: 50, critical: 60, emergency: 65 },
    temperatureDifference: { notable: 10, severe: 20 },
    overvoltage: 234,
    undervoltage: 190,
    overcurrent: 100,
    leakage: { high: 8, severe: 30 },
    co: 17,
    voc: 400,
    powerFactor: 0.9,
  },
  indicators: {
    temperature: { low: 0.1, elevated: 0.4, high: 0.7, critical: 1, share: 0.4 },
    overvoltage: 0.15,
    overcurrent: 0.2,
    totalLeakage: 0.25,
    arc: 0.05,
    arcCap: 0.3,
    co: 0.2,
    voc: 0.15,
  },
  rule: {
    temperatureElevated: 0.1,
    temperatureHigh: 0.3,
    temperatureCritical: 0.4,
    voltage: 0.15,
    overcurrent: 0.2,
    leakage: 0.25,
    arc: 0.02,
    arcCap: 0.2,
    co: 0.15,
    voc: 0.1,
    powerFactor: 0.05,
  },
  status: {
    weights: {
      overvoltage: 0.1,
      powerOutage: 0.15,
      overcurrent: 0.2,
      totalLeakage: 0.25,
      resistiveLeakage: 0.2,
      powerAnomaly: 0.1,
      pcbTempAlarm: 0.3,
      sensorTempAlarm: 0.3,
      coAlarm: 0.2,
      vocAlarm: 0.15,
      powerFactorAlarm: 0.05,
      arcAlarm: 0.25,
    },
    multipleAbove: 2,
    multipleWeight: 0.1,
    communicationError: COMMUNICATION_ERROR_STATUS,
    communicationErrorRisk: 0.8,
  },
  pattern: {
    temperatureDifferenceNotable: 0.05,
    temperatureDifferenceSevere: 0.15,
    powerTolerance: 0.2,
    // The seed has no floor; a site with small loads and coarse meters raises it.
    powerFloorW: 0,
    power: 0.1,
    resistanceMinimumCurrent: 0.1,
    resistance: { min: 1, max: 1000 },
    resistanceWeight: 0.1,
  },
  history: {
    windowMs: 3_600_000,
    newest: 20,
    minimumCount: 5,
    // The seed's 0.1 °C per message, at one message in ten seconds.
    heatingPerMinute: 0.6,
    heating: 0.2,
    arcs: 10,
    arcsWeight: 0.3,
    averageRisk: 0.6,
    averageRiskWeight: 0.1,
    modifierCap: 2,
  },
  final: { rule: 0.4, status: 0.3, pattern: 0.3 },
  agreement: { share: 0.5, minimum: 0.5 },
  levels: { LOW: 0.2, MEDIUM: 0.4, HIGH: 0.6, CRITICAL: 0.8 },
  floor: {
    temperatureCritical: 'HIGH',
    temperatureEmergency: 'CRITICAL',
    arcAlarm: 'HIGH',
    arcsFrequent: 'HIGH',
    leakageHigh: 'HIGH',
    leakageSevere: 'CRITICAL',
    co: 'HIGH',
    coWithVoc: 'CRITICAL',
    overcurrent: 'HIGH',
    overvoltage: 'MEDIUM',
    undervoltage: 'MEDIUM',
    powerFactor: 'MEDIUM',
    arcs: 10,
    arcWindowMs: 600_000,
    confirmation: {
      secondHazard: 1,
      secondHazardCritical: 1.5,
      alone: {
        temperature: 900_000,
        gas: null,
        leakage: 3_600_000,
        arcs: null,
        current: 900_000,
      },
      emergencyMs: 180_000,
    },
  },
  recommendations: { riskScore: 0.7, alarms: 10, arcs: 5, readings: 10 },
  overview: { healthyAbove: 0.8, alerts: 5 },
  analytics: {
    latenessMs: 120_000,
    temperature: { windowMs: 3_600_000, deviations: 2, minimumReadings: 10 },
    risk: { windowMs: 600_000, spike: 0.3, jump: 0.5 },
    arcs: { windowMs: 600_000, high: 10, moderate: 5 },
    pairs: { withinMs: 120_000, watched: 0.5, high: 0.7, divergence: 20 },
    neighbours: { distanceM: 10 },
    batch: { change: 0.3, highRisk: 0.7, streak: 3, volatility: 0.2 },
    trend: { temperature: 0.1, risk: 0.01 },
    // The seed's ranges, but for the cold, which an unheated room has all winter (20 °C there), and for motors that run
    // light (a power factor of 0.8 there).
    normal: {
      temperature: { min: -10, max: 60 },
      voltage: { min: 200, max: 250 },
      current: { min: 0, max: 120 },
      coGas: { min: 0, max: 20 },
      voc: { min: 0, max: 500 },
      powerFactor: { min: 0.7, max: 1 },
    },
  },
};

/**
 * Checks a table that was edited or read from disk. Unknown and missing entries are refused alike, because a
 * limit that silently kept its default would be worse than no edit.
 *
 * @returns the table, or the paths and sentences of what is wrong with it.
 */
export function parseThresholds(
  value: unknown,
):
  | { readonly ok: true; readonly thresholds: Thresholds }
  | { readonly ok: false; readonly problems: readonly { path: string; message: string }[] } {
  const parsed = thresholdsSchema.safeParse(value);
  if (parsed.success) return { ok: true, thresholds: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  };
}
