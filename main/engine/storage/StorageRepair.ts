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
  /** What was saved and what is known to be lost, for the person who mends it. */
  readonly detail: string;
}
