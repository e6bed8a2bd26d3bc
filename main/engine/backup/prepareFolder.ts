import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isSameFolder } from '../storage/restoreMarks.ts';
import { BackupError, toBackupError } from './BackupError.ts';
import { claimFolder } from './backupFolder.ts';
import type { PrepareRequest } from './backupMessages.ts';
import { auditKeysOf } from './runBackup.ts';

/** Makes the folder one of this desk's backups. @throws BackupError what keeps it from being one */
export function prepareFolder({ dataDir, folder }: PrepareRequest): void {
  if (!path.isAbsolute(folder))
    throw new BackupError(
      'folderRefused',
      `${folder} doesn't say where it is: begin with / or a drive`,
    );
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw toBackupError(error, folder);
  }
  if (isSameFolder(folder, dataDir))
    throw new BackupError('folderRefused', `${folder} and the data folder lie in one another`);
  claimFolder(folder, auditKeysOf(dataDir), true);
}
