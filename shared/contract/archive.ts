/** What is kept, how long, and where else. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { BackupSettingsSchema } from '#shared/archive/backup.ts';
import { RetentionPeriodsSchema } from '#shared/archive/periods.ts';
import type { ArchiveView, SaveBackupAnswer } from './archiveViews.ts';
import { base, Session } from './base.ts';

export const archive = {
  overview: base.input(z.object({ session: Session })).output(type<ArchiveView>()),
  saveRetention: base
    .input(z.object({ session: Session, periods: RetentionPeriodsSchema }))
    .output(type<null>()),
  /** Null ends the backups. A folder that can't be used is refused with the reason, and nothing is changed. */
  saveBackup: base
    .input(z.object({ session: Session, settings: BackupSettingsSchema.nullable() }))
    .output(type<SaveBackupAnswer>()),
  /** False when none is set up or one is under way. */
  backUpNow: base.input(z.object({ session: Session })).output(type<boolean>()),
};
