/** The seed's views of readings: `/api/realtime/:id` and the time series of `/api/device/:id`. */

import type { StoredReading } from '#engine/storage/StoredReading.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import { type AlarmStatus, alarmStatus, isoTime } from './seedNames.ts';

/** What the REST API needs of a stored reading. */
export type RestReading = Pick<StoredReading, 'reading' | 'indicatorScore'>;

export interface TimeseriesPoint {
  readonly timestamp: string;
  /** °C, the hotter of board and probe */
  readonly temperature: number;
  /** The indicator score, which the seed's charts show. 0 … 1 */
  readonly risk_score: number;
  readonly arc_count: number;
  readonly voltage: number;
  readonly current: number;
}

export interface Realtime extends TimeseriesPoint {
  readonly alarm_status: AlarmStatus;
  readonly status_bits: number;
}

export function timeseriesPoint({ reading, indicatorScore }: RestReading): TimeseriesPoint {
  return {
    timestamp: isoTime(reading.measuredAt),
    temperature: warmest(reading),
    risk_score: indicatorScore,
    arc_count: reading.arcCount,
    voltage: reading.voltage,
    current: reading.current,
  };
}

export function realtime(stored: RestReading): Realtime {
  return {
    ...timeseriesPoint(stored),
    alarm_status: alarmStatus(stored.reading.status),
    status_bits: stored.reading.status,
  };
}
