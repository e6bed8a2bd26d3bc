import { changeConnections, hasDesk, readConnections } from '#engine/connections/connectionBook.ts';
import { createLog } from '#engine/log.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import type { RemoveOptions } from './options.ts';

/**
 * Deletes a connection with its secrets.
 * @throws {CliError} when there is none of this name; StorageError when the desk is running
 */
export async function removeConnection(
  { data, name }: RemoveOptions,
  write: (text: string) => void,
): Promise<number> {
  const log = createLog('warn');
  const known = hasDesk(data)
    ? readConnections(data, log).find(({ config }) => config.name === name)
    : undefined;
  if (!known) throw new CliError(`${data} holds no connection "${name}"`);
  await changeConnections(data, log, (desk) => desk.remove(known.id, null));
  write(`${name} is deleted.\n`);
  return EXIT.ok;
}
