/** `backup` and `restore`: a data folder to another disk, and back. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { BackupError } from '#engine/backup/BackupError.ts';
import { prepareFolder } from '#engine/backup/prepareFolder.ts';
import { restoreBackup } from '#engine/backup/restoreBackup.ts';
import { runBackup } from '#engine/backup/runBackup.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { BACKUP_LIMITS } from '#shared/archive/backup.ts';
import { RETENTION_LIMITS } from '#shared/archive/periods.ts';
import { formatAge, formatBytes, formatNumber } from '#shared/i18n/format.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from './exitCodes.ts';

interface BackUpOptions {
  readonly data: string;
  readonly to: string;
  readonly language: Language;
}

interface RestoreOptions {
  readonly from: string;
  readonly data: string;
  readonly at?: number;
  readonly force: boolean;
  readonly language: Language;
}

/** @throws {CliError} when it can't be made, or is not what the data folder holds */
export async function backUp(
  { data, to, language }: BackUpOptions,
  write: (text: string) => void,
): Promise<number> {
  if (!existsSync(path.join(data, 'control-room.db')))
    throw new CliError(`${data} holds no control-room.db`);
  const folder = path.resolve(to);
  try {
    prepareFolder({ dataDir: data, folder });
    const { done } = await runBackup({
      dataDir: data,
      folder,
      kind: 'night',
      begin: false,
      at: Date.now(),
      // Made by hand: what the backup has stays, up to the longest that can be set.
      keep: {
        nights: BACKUP_LIMITS.keepNights.most,
        readingsDays: RETENTION_LIMITS.readingsDays.most,
        predictionsDays: RETENTION_LIMITS.predictionsDays.most,
      },
      copied: {},
    });
    const said = WORDS[language].archive;
    const whole = (value: number) => formatNumber(value, 0, language);
    write(`${said.verified({ rows: whole(done.rows), days: whole(done.days) })}\n`);
    const total = formatBytes(done.totalBytes, language);
    write(`${said.size({ total, took: formatAge(done.durationMs, language) })}\n`);
    if (!done.auditIntact) write(`${said.auditBroken}\n`);
    return EXIT.ok;
  } catch (error) {
    throw told(error, language);
  }
}

/** @throws {CliError} when it was not restored; then the data folder is as it was */
export async function restore(
  { from, data, at, force, language }: RestoreOptions,
  write: (text: string) => void,
): Promise<number> {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const restored = await restoreBackup({
      from: path.resolve(from),
      dataDir: path.resolve(data),
      force,
      now: Date.now(),
      ...(at !== undefined && { at }),
      progress: (file) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${file.padEnd(60)}`);
      },
    });
    const said = WORDS[language].archive.restored;
    const { point, days, rowsAdded, auditIntact, movedTo } = restored;
    const whole = (value: number) => formatNumber(value, 0, language);
    if (process.stderr.isTTY) process.stderr.write('\r');
    write(
      `${said.done({ time: new Date(point.at).toISOString(), days: whole(days), rows: whole(rowsAdded) })}\n`,
    );
    if (movedTo !== null) write(`${said.movedTo({ folder: movedTo })}\n`);
    else write(`${said.secrets}\n`);
    if (!auditIntact) write(`${said.auditBroken}\n`);
    return EXIT.ok;
  } catch (error) {
    throw told(error, language);
  }
}

/** In the person's language first, and then what and where. */
function told(error: unknown, language: Language): unknown {
  if (error instanceof BackupError) {
    const { problems } = WORDS[language].archive;
    return new CliError(`${problems[error.code]} (${error.message})`);
  }
  return error instanceof StorageError ? new CliError(error.message) : error;
}
