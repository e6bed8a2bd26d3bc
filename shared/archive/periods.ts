/** How long what is kept. The readings' periods are the source document's; the rest is what a year's review needs. */
import { z } from 'zod';

export const RETENTION_LIMITS = {
  /** Readings as they came, in days. */
  readingsDays: { least: 2, most: 3650, standard: 30 },
  /** What the model said of every device, minute by minute, in days. */
  predictionsDays: { least: 1, most: 3650, standard: 7 },
  /** Alarms that have ended and belong to no incident, in days since their end. */
  alarmsDays: { least: 30, most: 3650, standard: 90 },
  /** How the model did: labels and hours, in days. */
  modelMetricsDays: { least: 30, most: 3650, standard: 90 },
  /** The lowest and highest of each quarter of an hour, for charts of days whose readings are gone. */
  summariesDays: { least: 30, most: 3650, standard: 365 },
  /** Below this much free space the oldest day of readings gives way, in megabytes; 0 keeps them all. */
  keepFreeMb: { least: 0, most: 1_000_000, standard: 500 },
} as const;

export type RetentionField = keyof typeof RETENTION_LIMITS;
export type RetentionPeriods = Readonly<Record<RetentionField, number>>;

export const RETENTION_FIELDS = Object.keys(RETENTION_LIMITS) as readonly RetentionField[];

export const DEFAULT_PERIODS = Object.fromEntries(
  RETENTION_FIELDS.map((field) => [field, RETENTION_LIMITS[field].standard]),
) as RetentionPeriods;

const field = (name: RetentionField) =>
  z.number().int().min(RETENTION_LIMITS[name].least).max(RETENTION_LIMITS[name].most);

export const RetentionPeriodsSchema = z.object({
  readingsDays: field('readingsDays'),
  predictionsDays: field('predictionsDays'),
  alarmsDays: field('alarmsDays'),
  modelMetricsDays: field('modelMetricsDays'),
  summariesDays: field('summariesDays'),
  keepFreeMb: field('keepFreeMb'),
});
