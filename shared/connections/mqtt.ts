/** A connection to an MQTT broker that isn't AWS IoT Core. Secrets are kept apart and never read back. */
import { z } from 'zod';
import { DEVICE_TOPIC_FILTER } from '../telemetry/deviceTopic.ts';
import type { BackfillSecretShape } from './backfill.ts';
import { BACKFILL_SECRET_FIELDS, BackfillSettings, backfillSecretsNeeded } from './backfill.ts';
import { BrokerUrl, line, Pem, subscriberFields, TopicFilter } from './fields.ts';

/** Which secrets such a connection can have. Written once, and after that only known to be there. */
export const MQTT_SECRET_FIELDS = ['password', 'privateKey', ...BACKFILL_SECRET_FIELDS] as const;
export type MqttSecretField = (typeof MQTT_SECRET_FIELDS)[number];

export const MqttSettings = z.strictObject({
  kind: z.literal('mqtt'),
  url: BrokerUrl,
  /** Empty: the broker asks for no sign-in. */
  username: line(254).default(''),
  /** PEM of the client certificate; empty for none. */
  certificate: Pem.default(''),
  /** PEM of the broker's authority; empty for a public one. */
  ca: Pem.default(''),
  ...subscriberFields,
  topicFilter: TopicFilter.default(DEVICE_TOPIC_FILTER),
  /** How long the broker keeps what the desk can't take while it is away. */
  sessionSeconds: z.number().int().min(0).max(604_800).default(3_600),
  backfill: BackfillSettings.default({ type: 'none' }),
});
export type MqttSettings = z.output<typeof MqttSettings>;

/** As much of the settings as says which secrets they need: also of ones that are still being typed. */
export interface MqttSecretShape {
  readonly username: string;
  readonly certificate: string;
  readonly backfill: BackfillSecretShape;
}

/** The secrets that these settings can't do without. */
export function mqttSecretsNeeded(settings: MqttSecretShape): readonly MqttSecretField[] {
  return [
    ...(settings.username === '' ? [] : (['password'] as const)),
    ...(settings.certificate === '' ? [] : (['privateKey'] as const)),
    ...backfillSecretsNeeded(settings.backfill),
  ];
}
