import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A moment as part of a file name that every file system takes and that sorts by time: 20260102T030405678Z */
export function fileStamp(at: EpochMs): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '');
}
