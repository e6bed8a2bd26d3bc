import path from 'node:path';
import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A damaged file was set aside and what could be read was saved. Monitoring went on. */
export interface StorageRepair {
  readonly kind:
    | 'controlRoomSalvaged'
    | 'segmentSalvaged'
    | 'predictionsSalvaged'
    | 'summariesSalvaged';
  readonly at: EpochMs;
  /** The damaged file, kept for an expert; its `-wal` and `-shm`, if any, lie beside it. */
  readonly movedTo: string;
  readonly rowsRecovered: number;
  /** Rows that are lost at most; null where nobody knows. */
  readonly rowsLost: number | null;
  /** What was saved and what is known to be lost, for the person who mends it. */
  readonly detail: string;
}

/** As a trouble of the desk keeps it. */
export const salvageDetail = ({
  movedTo,
  rowsRecovered,
  rowsLost,
  detail,
}: StorageRepair): string =>
  writeDetail({
    type: 'salvage',
    file: path.basename(movedTo),
    saved: rowsRecovered,
    lost: rowsLost,
    said: detail,
  });
