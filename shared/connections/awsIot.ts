/** A connection to AWS IoT Core. Secrets are kept apart and never read back. */
import { z } from 'zod';
import { DEVICE_TOPIC_FILTER } from '../telemetry/deviceTopic.ts';
import type { BackfillSecretShape } from './backfill.ts';
import { BACKFILL_SECRET_FIELDS, BackfillSettings, backfillSecretsNeeded } from './backfill.ts';
import { Host, line, Pem, Port, subscriberFields, TopicFilter } from './fields.ts';

/** Which secrets such a connection can have. Written once, and after that only known to be there. */
export const AWS_IOT_SECRET_FIELDS = [
  /** PEM of the key of the desk's certificate, for X.509 and for the IoT role alias. */
  'privateKey',
  'authorizerPassword',
  'authorizerToken',
  'secretAccessKey',
  ...BACKFILL_SECRET_FIELDS,
] as const;
export type AwsIotSecretField = (typeof AWS_IOT_SECRET_FIELDS)[number];

/** `<prefix>-ats.iot.<region>.amazonaws.com`, and its likes in China. */
const DATA_ENDPOINT = /\.iot\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/i;

/** The region that the data endpoint's name gives; undefined for a name of one's own. */
export const regionOfEndpoint = (endpoint: string): string | undefined =>
  DATA_ENDPOINT.exec(endpoint)?.[1]?.toLowerCase();

/** X.509: port 8883 speaks MQTT and nothing else; on 443 the ALPN name `x-amzn-mqtt-ca` says that it is MQTT. */
const CertificateAuth = z.strictObject({
  type: z.literal('certificate'),
  port: Port.default(8_883),
  /** PEM. */
  certificate: Pem.min(1),
});

/** A Lambda function of the account decides. Everything that it is told goes into MQTT's user name and password. */
const AuthorizerAuth = z.strictObject({
  type: z.literal('authorizer'),
  transport: z.enum(['mqtt', 'webSocket']).default('mqtt'),
  port: Port.default(443),
  /** Empty: the endpoint's default authorizer. */
  authorizerName: line(128)
    .regex(/^[\w=,@-]*$/)
    .default(''),
  username: line(254).default(''),
  /** Whether a password is asked for: it is the secret `authorizerPassword`. */
  hasPassword: z.boolean().default(false),
  /** Name under which the authorizer looks for the token; empty: it asks for none. */
  tokenKeyName: line(128)
    .regex(/^[\w-]*$/)
    .default(''),
  /** Base64, made with the authorizer's private key over the token; empty: signing is off. */
  tokenSignature: line(2_560).default(''),
});

export const AwsCredentials = z.discriminatedUnion('type', [
  /** Short-lived ones for the desk's own certificate: nothing to steal that stays valid. */
  z.strictObject({
    type: z.literal('iotRoleAlias'),
    /** `<prefix>.credentials.iot.<region>.amazonaws.com`, with a port where it isn't 443. */
    endpoint: line(260).regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/),
    roleAlias: line(128).regex(/^[\w=,@-]+$/),
    thingName: line(128).regex(/^[\w:-]+$/),
    certificate: Pem.min(1),
    ca: Pem.default(''),
  }),
  /** A person's sign-in at IAM Identity Center, made on this machine with the AWS command line. */
  z.strictObject({ type: z.literal('sso'), profile: line(128).min(1) }),
  z.strictObject({
    type: z.literal('keys'),
    accessKeyId: line(128).regex(/^\w{16,128}$/),
  }),
]);
export type AwsCredentials = z.output<typeof AwsCredentials>;

/** WebSocket with an address that is signed anew for every attempt (Signature Version 4). */
const SigV4Auth = z.strictObject({
  type: z.literal('sigV4'),
  port: Port.default(443),
  /** Empty: as the endpoint's name says. */
  region: line(32)
    .regex(/^[a-z0-9-]*$/)
    .default(''),
  credentials: AwsCredentials,
});

export const AwsIotAuth = z.discriminatedUnion('type', [
  CertificateAuth,
  AuthorizerAuth,
  SigV4Auth,
]);
export type AwsIotAuth = z.output<typeof AwsIotAuth>;

export const AwsIotSettings = z.strictObject({
  kind: z.literal('awsIot'),
  /** Host name of the account's data endpoint (`aws iot describe-endpoint --endpoint-type iot:Data-ATS`). */
  endpoint: Host.min(1),
  auth: AwsIotAuth,
  /** PEM of the endpoint's authority; empty for Amazon's, which every machine knows. */
  ca: Pem.default(''),
  ...subscriberFields,
  topicFilter: TopicFilter.default(DEVICE_TOPIC_FILTER),
  /**
   * Short: the broker hands out what it kept at ten messages a second, so what it kept for an hour would be old news
   * for an hour. A longer absence is a gap, filled from `backfill`.
   */
  sessionSeconds: z.number().int().min(0).max(3_600).default(300),
  backfill: BackfillSettings.default({ type: 'none' }),
});
export type AwsIotSettings = z.output<typeof AwsIotSettings>;

/** As much of the settings as says which secrets they need: also of ones that are still being typed. */
export interface AwsIotSecretShape {
  readonly auth:
    | { readonly type: 'certificate' }
    | {
        readonly type: 'authorizer';
        readonly hasPassword: boolean;
        readonly tokenKeyName: string;
      }
    | { readonly type: 'sigV4'; readonly credentials: { readonly type: AwsCredentials['type'] } };
  readonly backfill: BackfillSecretShape;
}

/** The secrets that these settings can't do without. */
export function awsIotSecretsNeeded(settings: AwsIotSecretShape): readonly AwsIotSecretField[] {
  return [...authSecretsNeeded(settings.auth), ...backfillSecretsNeeded(settings.backfill)];
}

function authSecretsNeeded(auth: AwsIotSecretShape['auth']): readonly AwsIotSecretField[] {
  switch (auth.type) {
    case 'certificate':
      return ['privateKey'];
    case 'authorizer':
      return [
        ...(auth.hasPassword ? (['authorizerPassword'] as const) : []),
        ...(auth.tokenKeyName === '' ? [] : (['authorizerToken'] as const)),
      ];
    case 'sigV4':
      if (auth.credentials.type === 'keys') return ['secretAccessKey'];
      return auth.credentials.type === 'iotRoleAlias' ? ['privateKey'] : [];
  }
}
