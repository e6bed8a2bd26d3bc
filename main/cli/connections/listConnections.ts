import { hasDesk, readConnections } from '#engine/connections/connectionBook.ts';
import { createLog } from '#engine/log.ts';
import { addressOf } from '#shared/connections/connection.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import type { ListOptions } from './options.ts';

/** Prints the connections of a data folder, without their secrets. */
export async function listConnections(
  { data, json = false, language }: ListOptions,
  write: (text: string) => void,
): Promise<number> {
  if (!hasDesk(data)) throw new CliError(`${data} holds no control-room.db`);
  const all = readConnections(data, createLog('warn'));
  const words = WORDS[language].connections;
  if (json) {
    const connections = all.map(({ id, config, secrets }) => ({
      id,
      ...config,
      secrets: Object.keys(secrets),
    }));
    write(`${JSON.stringify({ connections })}\n`);
    return EXIT.ok;
  }
  if (all.length === 0) write(`${words.none}\n`);
  for (const { config } of all) {
    const { name, enabled, settings } = config;
    const off = enabled ? '' : `  (${words.switchedOff})`;
    write(`${name}  ${words.kinds[settings.kind]}  ${addressOf(settings)}${off}\n`);
  }
  return EXIT.ok;
}
