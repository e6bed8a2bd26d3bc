import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { ConnectionOptions } from '#engine/Engine.ts';
import {
  AWS_IOT_SECRET_FIELDS,
  AwsIotSettings,
  awsIotSecretsNeeded,
} from '#shared/connections/awsIot.ts';
import { MQTT_SECRET_FIELDS, MqttSettings, mqttSecretsNeeded } from '#shared/connections/mqtt.ts';
import { CliError } from './exitCodes.ts';
import { messageOf, readText } from './options.ts';

const OPTION = '--connection';

interface Kind<Settings> {
  readonly settings: z.ZodType<Settings>;
  readonly secretFields: readonly string[];
  readonly needed: (settings: Settings) => readonly string[];
}

const MQTT: Kind<MqttSettings> = {
  settings: MqttSettings,
  secretFields: MQTT_SECRET_FIELDS,
  needed: mqttSecretsNeeded,
};
const AWS_IOT: Kind<AwsIotSettings> = {
  settings: AwsIotSettings,
  secretFields: AWS_IOT_SECRET_FIELDS,
  needed: awsIotSecretsNeeded,
};

/**
 * Reads a connection: its settings, with `secrets` beside them. Wherever a text belongs, `{"file": "path"}` takes it
 * from a file, seen from the folder of this one: certificates and keys stay where their owner keeps them.
 * @throws {CliError} naming the file and the field that is wrong
 */
export function readConnection(path: string): ConnectionOptions {
  const where = `${OPTION} ${path}`;
  let json: unknown;
  try {
    json = JSON.parse(readText(OPTION, path));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${where} is not valid JSON: ${messageOf(error)}`);
  }
  const whole = withFiles(json, dirname(path), where);
  if (!isRecord(whole)) throw new CliError(`${where} is not a JSON object`);
  const { secrets = {}, ...settings } = whole;
  switch (settings['kind']) {
    case 'awsIot':
      return checked(AWS_IOT, settings, secrets, where);
    case 'mqtt':
      return checked(MQTT, settings, secrets, where);
    default:
      throw new CliError(`${where}: kind must be "awsIot" or "mqtt"`);
  }
}

function checked<Settings extends ConnectionOptions['settings']>(
  kind: Kind<Settings>,
  given: unknown,
  secrets: unknown,
  where: string,
): ConnectionOptions {
  const parsed = kind.settings.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CliError(`${where}: ${issue?.path.join('.') || 'the object'}: ${issue?.message}`);
  }
  const settings = parsed.data;
  if (!isRecord(secrets)) throw new CliError(`${where}: secrets is not a JSON object`);
  const known: Record<string, string> = {};
  for (const [field, value] of Object.entries(secrets)) {
    if (!kind.secretFields.includes(field))
      throw new CliError(`${where}: secrets.${field} is not one of this kind`);
    if (typeof value !== 'string') throw new CliError(`${where}: secrets.${field} is not a text`);
    known[field] = value;
  }
  const missing = kind.needed(settings).find((field) => !known[field]);
  if (missing !== undefined) throw new CliError(`${where}: secrets.${missing} is missing`);
  return { settings, secrets: known };
}

function withFiles(value: unknown, folder: string, where: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withFiles(one, folder, where));
  if (!isRecord(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only?.[0] === 'file' && others.length === 0 && typeof only[1] === 'string')
    // The line end that editors leave belongs to no password; PEM doesn't miss it.
    return readText(where, resolve(folder, only[1])).replace(/\r?\n$/, '');
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withFiles(one, folder, where)]),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
