/** The seed's `/api/metrics`: CloudWatch's datapoints, counted by the desk itself. */
import { isoTime } from './seedNames.ts';

interface Datapoint {
  /** Begin of the five minutes */
  readonly Timestamp: string;
  readonly Sum: number;
  readonly Unit: 'Count';
}

export interface SystemMetrics {
  /** Batches committed: what an invocation of the function was. */
  readonly lambda_invocations: readonly Datapoint[];
  /** Readings committed: what a record of the stream was. */
  readonly kinesis_records: readonly Datapoint[];
}

export interface Activity {
  readonly start: number;
  readonly batches: number;
  readonly readings: number;
}

/** @param buckets five minutes each, oldest first */
export function systemMetrics(buckets: readonly Activity[]): SystemMetrics {
  const series = (read: (bucket: Activity) => number): Datapoint[] =>
    buckets.map((bucket) => ({
      Timestamp: isoTime(bucket.start),
      Sum: read(bucket),
      Unit: 'Count',
    }));
  return {
    lambda_invocations: series(({ batches }) => batches),
    kinesis_records: series(({ readings }) => readings),
  };
}
