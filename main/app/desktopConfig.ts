import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { MqttSettings } from './engineCommand.ts';

const Path = z.string().min(1);

/** `emberwatch.json` in the program's data folder. Certificates are named by path, from that folder on. */
const DesktopConfig = z.strictObject({
  mqtt: MqttSettings.extend({
    ca: Path.exactOptional(),
    cert: Path.exactOptional(),
    key: Path.exactOptional(),
  }).exactOptional(),
});

/** Says what is wrong with the file in words that a person can act on. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * @returns the broker to listen to; null when no file exists or it names none, which means the simulated building.
 * @throws ConfigError for a file that can't be read or understood. A broken file must not fall back to the
 *   simulation: its calm would be taken for the building's.
 */
export async function readDesktopConfig(file: string): Promise<MqttSettings | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new ConfigError(`${file} can't be read`, { cause });
  }
  const config = DesktopConfig.safeParse(parseJson(text, file));
  if (!config.success) throw new ConfigError(`${file}: ${z.prettifyError(config.error)}`);
  const { mqtt } = config.data;
  if (!mqtt) return null;
  const { ca, cert, key, ...plain } = mqtt;
  const folder = dirname(file);
  return {
    ...plain,
    ...(ca !== undefined && { ca: await readPem(folder, ca) }),
    ...(cert !== undefined && { cert: await readPem(folder, cert) }),
    ...(key !== undefined && { key: await readPem(folder, key) }),
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${file} is not valid JSON`, { cause });
  }
}

async function readPem(folder: string, path: string): Promise<string> {
  const file = resolve(folder, path);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${file} can't be read`, { cause });
  }
}
