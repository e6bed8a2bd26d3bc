import { changeConnections, hasDesk, readConnections } from '#engine/connections/connectionBook.ts';
import { createLog } from '#engine/log.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { fromFiles } from './fromFiles.ts';
import type { ImportOptions } from './options.ts';

/**
 * Stores a connection in a data folder, for the desk's next start. A new folder is made.
 * @throws {CliError} for files that don't make one; StorageError when the desk is running
 */
export async function importConnection(
  options: ImportOptions,
  write: (text: string) => void,
): Promise<number> {
  const { data, name, language, off = false } = options;
  const log = createLog('warn');
  const { settings, secrets, warnings } = fromFiles(options, language);
  for (const warning of warnings) write(`${warning}\n`);
  const known = hasDesk(data)
    ? readConnections(data, log).find(({ config }) => config.name === name)
    : undefined;
  const saved = await changeConnections(data, log, (desk) =>
    desk.save(known?.id ?? null, { name, enabled: !off, settings }, secrets, null, null),
  );
  if (saved === 'notFound') throw new CliError(`${name} was deleted meanwhile`);
  if (!saved.done) throw new CliError(WORDS[language].connections.refusals[saved.refusal]);
  write(`${name}: ${WORDS[language].connections.form.saved}\n`);
  return EXIT.ok;
}
