import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recoverAdministrator } from '#engine/access/recoverAdministrator.ts';
import { hashSecret } from '#engine/access/secretHash.ts';
import { Problems } from '#engine/health/Problems.ts';
import { createLog } from '#engine/log.ts';
import { openStorage } from '#engine/openStorage.ts';
import { refuseSecret } from '#shared/access/secret.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { readSecret } from './options.ts';

export interface AdministratorOptions {
  readonly data: string;
  readonly name: string;
  readonly passwordFile: string;
}

/**
 * Gives a person a password and the administrator's rights.
 * @throws {CliError} when there is no such desk, or the password is refused; StorageError when the desk is running
 */
export async function administrator({
  data,
  name,
  passwordFile,
}: AdministratorOptions): Promise<number> {
  if (!existsSync(join(data, 'control-room.db')))
    throw new CliError(`${data} holds no control-room.db`);
  const text = readSecret('--password-file', passwordFile);
  const weak = refuseSecret({ kind: 'password', text }, name);
  if (weak) throw new CliError(`--password-file: ${WORDS.en.access.refusals[weak]}`);
  const hash = await hashSecret(text);
  const storage = openStorage({
    dataDir: data,
    now: Date.now,
    log: createLog('warn'),
    problems: new Problems(Date.now, () => undefined),
  });
  try {
    const refusal = recoverAdministrator(storage, name, hash);
    if (refusal) throw new CliError(`--name: ${WORDS.en.access.refusals[refusal]}`);
  } finally {
    await storage.close();
  }
  process.stdout.write(`${name} is an administrator and signs on with the new password.\n`);
  return EXIT.ok;
}
