import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '#shared/i18n/words.ts';
import { MqttSettings } from './engineCommand.ts';
import { MaintenanceWindow } from './updates/maintenanceWindow.ts';

const Path = z.string().min(1);

/** `emberwatch.json` in the program's data folder. Certificates are named by path, from that folder on. */
const DesktopConfig = z.strictObject({
  /** A real building, whose connections are set up on the page. A broker below means one as well. */
  site: z.literal('real').exactOptional(),
  /** Of the tray, notifications and dialogs; the page has a setting of its own. The system's unless given. */
  language: z.enum(LANGUAGES).exactOptional(),
  /** The desk fills its screen and shows nothing else, for a PC at which nobody sits all day. */
  kiosk: z.boolean().exactOptional(),
  /** The program starts when its account signs in to the system. Left as it is unless given. */
  openAtLogin: z.boolean().exactOptional(),
  updates: z
    .strictObject({
      /** Where releases are looked for; nowhere unless given. */
      feed: z.url({ protocol: /^https$/, error: 'must be an https:// address' }).exactOptional(),
      /** When they may be installed without a person; never unless given. */
      window: MaintenanceWindow.exactOptional(),
    })
    .exactOptional(),
  mqtt: MqttSettings.extend({
    ca: Path.exactOptional(),
    cert: Path.exactOptional(),
    key: Path.exactOptional(),
  }).exactOptional(),
});

/** What the file asks for. */
export interface DesktopSettings {
  /** False: the simulated building. */
  readonly realSite: boolean;
  readonly mqtt: MqttSettings | null;
  readonly shell: ShellSettings;
}

/** What concerns the program's windows and its place on the machine, and not the building. */
export interface ShellSettings {
  /** Null: the system's. */
  readonly language: Language | null;
  readonly kiosk: boolean;
  /** Null: left as it is. */
  readonly openAtLogin: boolean | null;
  readonly updates: { readonly feed?: string; readonly window?: MaintenanceWindow };
}

const UNSET: ShellSettings = { language: null, kiosk: false, openAtLogin: null, updates: {} };

/** Says what is wrong with the file in words that a person can act on. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * @returns the simulated building when no file exists, or it names neither a real site nor a broker.
 * @throws ConfigError for a file that can't be read or understood. A broken file must not fall back to the
 *   simulation: its calm would be taken for the building's.
 */
export async function readDesktopConfig(file: string): Promise<DesktopSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return { realSite: false, mqtt: null, shell: UNSET };
    throw new ConfigError(`${file} can't be read`, { cause });
  }
  const config = DesktopConfig.safeParse(parseJson(text, file));
  if (!config.success) throw new ConfigError(`${file}: ${z.prettifyError(config.error)}`);
  const { mqtt, site, ...set } = config.data;
  const shell = { ...UNSET, ...set };
  if (!mqtt) return { realSite: site === 'real', mqtt: null, shell };
  const { ca, cert, key, ...plain } = mqtt;
  const folder = dirname(file);
  const broker: MqttSettings = {
    ...plain,
    ...(ca !== undefined && { ca: await readPem(folder, ca) }),
    ...(cert !== undefined && { cert: await readPem(folder, cert) }),
    ...(key !== undefined && { key: await readPem(folder, key) }),
  };
  return { realSite: true, mqtt: broker, shell };
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
