/** The ways into the desk: what an administrator says of each. Secrets are kept apart and never read back. */
import { z } from 'zod';
import { AWS_IOT_SECRET_FIELDS, AwsIotSettings, awsIotSecretsNeeded } from './awsIot.ts';
import { line } from './fields.ts';
import { LAN_BROKER_SECRETS, LanBrokerSettings, lanBrokerSecrets } from './lanBroker.ts';
import { ModbusRtuSettings } from './modbus.ts';
import { MQTT_SECRET_FIELDS, MqttSettings, mqttSecretsNeeded } from './mqtt.ts';
import { SerialNdjsonSettings } from './serial.ts';
import { serialAddress } from './serialLine.ts';

export const CONNECTION_KINDS = [
  'awsIot',
  'mqtt',
  'lanBroker',
  'serialNdjson',
  'modbusRtu',
] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** Which secrets a connection can have. Written once, and after that only known to be there. */
export const CONNECTION_SECRETS = [
  ...new Set([...MQTT_SECRET_FIELDS, ...AWS_IOT_SECRET_FIELDS, ...LAN_BROKER_SECRETS]),
] as const;
export type ConnectionSecret = (typeof CONNECTION_SECRETS)[number];

export const ConnectionSettings = z.discriminatedUnion('kind', [
  AwsIotSettings,
  MqttSettings,
  LanBrokerSettings,
  SerialNdjsonSettings,
  ModbusRtuSettings,
]);
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
    case 'lanBroker':
      return lanBrokerSecrets(settings);
    case 'serialNdjson':
    case 'modbusRtu':
      return [];
  }
}

/** The desk's own certificate in these settings, PEM; empty where there is none. */
export function ownCertificate(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'awsIot':
      return awsCertificate(settings.auth);
    case 'mqtt':
      return settings.certificate;
    case 'lanBroker':
      return settings.certificate.type === 'given' ? settings.certificate.chain : '';
    case 'serialNdjson':
    case 'modbusRtu':
      return '';
  }
}

function awsCertificate(auth: AwsIotSettings['auth']): string {
  if (auth.type === 'certificate') return auth.certificate;
  return auth.type === 'sigV4' && auth.credentials.type === 'iotRoleAlias'
    ? auth.credentials.certificate
    : '';
}

/** For screens and logs: never holds a secret. */
export function addressOf(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'awsIot':
      return `mqtts://${bracketed(settings.endpoint)}:${settings.auth.port}`;
    case 'mqtt':
      return settings.url;
    case 'lanBroker':
      return `mqtts://${bracketed(settings.host)}:${settings.port}`;
    case 'serialNdjson':
    case 'modbusRtu':
      return serialAddress(settings);
  }
}

/** As an address of IP version 6 stands in a URL. */
const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
