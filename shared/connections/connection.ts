/** The ways into the desk: what an administrator says of each. Secrets are kept apart and never read back. */
import { z } from 'zod';
import { AWS_IOT_SECRET_FIELDS, AwsIotSettings, awsIotSecretsNeeded } from './awsIot.ts';
import { line } from './fields.ts';
import { MQTT_SECRET_FIELDS, MqttSettings, mqttSecretsNeeded } from './mqtt.ts';

export const CONNECTION_KINDS = ['awsIot', 'mqtt'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** Which secrets a connection can have. Written once, and after that only known to be there. */
export const CONNECTION_SECRETS = [
  ...new Set([...MQTT_SECRET_FIELDS, ...AWS_IOT_SECRET_FIELDS]),
] as const;
export type ConnectionSecret = (typeof CONNECTION_SECRETS)[number];

export const ConnectionSettings = z.discriminatedUnion('kind', [AwsIotSettings, MqttSettings]);
export type ConnectionSettings = z.output<typeof ConnectionSettings>;

export const ConnectionConfig = z.strictObject({
  name: line(60).min(1),
  enabled: z.boolean(),
  settings: ConnectionSettings,
});
export type ConnectionConfig = z.output<typeof ConnectionConfig>;

export type GivenSecrets = Readonly<Partial<Record<ConnectionSecret, string | undefined>>>;

/** The secrets that these settings can't do without. What is stored of others is deleted. */
export function secretsNeeded(settings: ConnectionSettings): readonly ConnectionSecret[] {
  switch (settings.kind) {
    case 'awsIot':
      return awsIotSecretsNeeded(settings);
    case 'mqtt':
      return mqttSecretsNeeded(settings);
  }
}

/** The desk's own certificate in these settings, PEM; empty where there is none. */
export function ownCertificate(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'awsIot':
      return settings.auth.type === 'certificate' ? settings.auth.certificate : '';
    case 'mqtt':
      return settings.certificate;
  }
}

/** For screens and logs: never holds a secret. */
export function addressOf(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'awsIot':
      return `mqtts://${settings.endpoint}:${settings.auth.port}`;
    case 'mqtt':
      return settings.url;
  }
}
