/** The options that say how to reach brokers, in the same words for every command. */
import type { Command } from 'commander';
import type { MqttConnection } from '#engine/Engine.ts';
import { collect, mqttUrl, readSecret, readText } from './options.ts';

export interface BrokerSecrets {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly username?: string;
  readonly passwordFile?: string;
}

export interface BrokerOptions extends BrokerSecrets {
  readonly mqtt?: readonly string[];
}

export const withBrokers = (command: Command): Command =>
  withSecrets(
    command.option(
      '--mqtt <url>',
      'broker that devices publish to; may be given again',
      collect(mqttUrl),
    ),
  );

export const withSecrets = (command: Command): Command =>
  command
    .option('--ca <file>', 'certificate authority of the broker, PEM')
    .option('--cert <file>', 'client certificate, PEM')
    .option('--key <file>', 'its private key, PEM')
    .option('--username <name>', 'user name at the broker')
    .option('--password-file <file>', 'file with the password');

/** @throws {CliError} when a file that an option names can't be read */
export function connectionsOf(options: BrokerOptions): readonly MqttConnection[] {
  const secrets = secretsOf(options);
  return (options.mqtt ?? []).map((url) => ({ url, ...secrets }));
}

/** @throws {CliError} when a file that an option names can't be read */
export function secretsOf(options: BrokerSecrets): Omit<MqttConnection, 'url'> {
  const { ca, cert, key, username, passwordFile } = options;
  return {
    ...(ca !== undefined && { ca: readText('--ca', ca) }),
    ...(cert !== undefined && { cert: readText('--cert', cert) }),
    ...(key !== undefined && { key: readText('--key', key) }),
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: readSecret('--password-file', passwordFile) }),
  };
}
