/** What is said of backups: where they go, how the last one went, and why one was not made. */
import { z } from 'zod';

export const BACKUP_PROBLEMS = [
  /** The folder isn't there, or isn't the one that was set up: a share that isn't connected looks like an empty folder. */
  'folderMissing',
  /** Not an absolute path, or inside the data folder that it is to protect, or the other way round. */
  'folderRefused',
  'notWritable',
  /** It holds the backups of another desk. */
  'otherDesk',
  /** Another backup to it is under way. */
  'inUse',
  'full',
  /** What was copied, or was to be copied, is damaged. */
  'damaged',
  'failed',
] as const;
export type BackupProblem = (typeof BACKUP_PROBLEMS)[number];

/** Every so often what happened since is copied as well: at most this much is lost with the PC. */
export const INCREMENT_MS = 300_000;
/** Without a verified backup for so long the desk says so as an alarm. */
export const STALE_MS = 48 * 3_600_000;

export const BACKUP_LIMITS = {
  /** The hour of the night, in the site's zone. */
  nightHour: { least: 0, most: 23, standard: 3 },
  /** Copies of the control room that are kept, one a night. */
  keepNights: { least: 2, most: 365, standard: 14 },
} as const;

const MAX_PATH = 1024;

export const BackupSettingsSchema = z.object({
  folder: z.string().trim().min(1).max(MAX_PATH),
  nightHour: z.number().int().min(0).max(23),
  keepNights: z
    .number()
    .int()
    .min(BACKUP_LIMITS.keepNights.least)
    .max(BACKUP_LIMITS.keepNights.most),
});
export type BackupSettings = z.infer<typeof BackupSettingsSchema>;

/** What a verified backup was. */
export const BackupDoneSchema = z.object({
  at: z.number(),
  durationMs: z.number(),
  /** What was written by this one. */
  bytes: z.number(),
  /** The whole folder. */
  totalBytes: z.number(),
  /** Rows of the control room that were counted in the copy and found equal. */
  rows: z.number(),
  days: z.number(),
  /** Whether the record of acts was whole in the copy; a broken one is copied as it is. */
  auditIntact: z.boolean(),
});
export type BackupDone = z.infer<typeof BackupDoneSchema>;
