import { type StorageFailure, writeDetail } from '#shared/alarms/troubleDetail.ts';
import { type StorageErrorCode, toStorageError } from './StorageError.ts';

const SAID_AS: Readonly<Partial<Record<StorageErrorCode, StorageFailure>>> = {
  readOnly: 'readOnly',
  locked: 'locked',
  diskFull: 'diskFull',
  corrupt: 'corrupt',
  diskFailing: 'diskFailing',
};

/**
 * What a disk refused, as a trouble of the desk keeps it.
 * @param said for the person who mends it: which file, and what the system said
 * @param lost readings that found no room while they waited
 */
export function failureDetail(error: unknown, said: string, lost = 0): string {
  const failure = SAID_AS[toStorageError(error, '').code] ?? 'other';
  return writeDetail({ type: 'storage', failure, said, lost });
}
