/** The ways out of the building: what an administrator says of each. Secrets are kept apart and never read back. */
import { z } from 'zod';
import { NOTIFICATION_TOPICS, type NotificationTopic } from './request.ts';

export const CHANNEL_KINDS = ['sns', 'email', 'webhook'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Which secrets each kind can have. Written once, and after that only known to be there. */
export const SECRET_FIELDS = ['secretAccessKey', 'privateKey', 'password', 'signingKey'] as const;
export type SecretField = (typeof SECRET_FIELDS)[number];

/** Topic names that SNS gives; a FIFO topic reaches neither e-mail nor telephones. */
export const TOPIC_ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]{1,32}):\d{12}:[A-Za-z0-9_-]{1,256}$/;

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be in it.
    .regex(/^[^\u0000-\u001f\u007f]*$/);
const Name = line(60).min(1);
const Host = line(253).regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/);
/** PEM text; read and judged by the TLS library when it is used. */
const Pem = z.string().max(20_000);
const Mailbox = line(254).regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/);

const byTopic = <T extends z.ZodType>(value: T) =>
  z.strictObject(
    Object.fromEntries(NOTIFICATION_TOPICS.map((topic) => [topic, value])) as Record<
      NotificationTopic,
      T
    >,
  );

/** Scheme, host, and the rest without a fragment. A name and password in an address would end up in logs. */
const WEB_ADDRESS =
  /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?(?:[/?][^\s#]*)?$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Encrypted, unless it never leaves this machine or the administrator says that it may be read on the way. */
export function isSafeAddress(url: string, allowPlainHttp: boolean): boolean {
  const [, scheme, host] = WEB_ADDRESS.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return false;
  return scheme === 'https' || allowPlainHttp || LOOPBACK.test(host);
}

const SnsCredentials = z.discriminatedUnion('type', [
  /** Short-lived ones for the desk's own certificate: nothing to steal that stays valid. */
  z.strictObject({
    type: z.literal('iotRoleAlias'),
    endpoint: Host.min(1),
    roleAlias: line(128).regex(/^[\w=,@-]+$/),
    thingName: line(128).regex(/^[\w:-]+$/),
    certificate: Pem.min(1),
    /** Authority of the endpoint, where it isn't a public one. */
    ca: Pem.default(''),
  }),
  /** A person's sign-in at IAM Identity Center, made on this machine with the AWS command line. */
  z.strictObject({ type: z.literal('sso'), profile: line(128).min(1) }),
  z.strictObject({
    type: z.literal('keys'),
    accessKeyId: line(128).regex(/^\w{16,128}$/),
  }),
]);

const SnsSettings = z.strictObject({
  kind: z.literal('sns'),
  /** An ARN for each topic that is to be told; the region is read from it. */
  topics: byTopic(z.union([z.literal(''), z.string().trim().regex(TOPIC_ARN)])),
  credentials: SnsCredentials,
  /** Another address of the service, such as a VPC endpoint; empty for the region's own. */
  endpoint: z
    .string()
    .trim()
    .max(500)
    .refine((url) => url === '' || isSafeAddress(url, false))
    .default(''),
});

const EmailSettings = z.strictObject({
  kind: z.literal('email'),
  host: Host.min(1),
  port: z.number().int().min(1).max(65_535),
  /** `starttls` insists on it: a server that doesn't offer it is refused. */
  security: z.enum(['starttls', 'tls', 'none']),
  /** Empty: the server asks for no sign-in. */
  username: line(254),
  from: Mailbox,
  recipients: byTopic(z.array(Mailbox).max(30)),
  ca: Pem.default(''),
});

const WebhookSettings = z.strictObject({
  kind: z.literal('webhook'),
  url: z.string().trim().min(1).max(2_000),
  topics: byTopic(z.boolean()),
  allowPlainHttp: z.boolean().default(false),
  ca: Pem.default(''),
});

export const ChannelSettings = z.discriminatedUnion('kind', [
  SnsSettings,
  EmailSettings,
  WebhookSettings.refine(({ url, allowPlainHttp }) => isSafeAddress(url, allowPlainHttp), {
    path: ['url'],
  }),
]);
export type ChannelSettings = z.output<typeof ChannelSettings>;
export type SnsChannelSettings = z.output<typeof SnsSettings>;
export type EmailChannelSettings = z.output<typeof EmailSettings>;
export type WebhookChannelSettings = z.output<typeof WebhookSettings>;

/** No channel sends more than `burst` at once, and after that one message every `everySeconds`. */
export const SendingRate = z.strictObject({
  everySeconds: z.number().min(1).max(3_600),
  burst: z.number().int().min(1).max(50),
});
export type SendingRate = z.output<typeof SendingRate>;
export const DEFAULT_RATE: SendingRate = { everySeconds: 10, burst: 5 };

export const ChannelConfig = z.strictObject({
  name: Name,
  enabled: z.boolean(),
  language: z.enum(['ko', 'en']),
  rate: SendingRate,
  settings: ChannelSettings,
});
export type ChannelConfig = z.output<typeof ChannelConfig>;

/** Whether anybody is told of this topic by this channel. */
export function takesTopic(settings: ChannelSettings, topic: NotificationTopic): boolean {
  switch (settings.kind) {
    case 'sns':
      return settings.topics[topic] !== '';
    case 'email':
      return settings.recipients[topic].length > 0;
    case 'webhook':
      return settings.topics[topic];
  }
}

/** Where a channel sends what is under this topic: what tells its recipients from those of another channel. */
export function addressesOf(
  settings: ChannelSettings,
  topic: NotificationTopic,
): readonly string[] {
  switch (settings.kind) {
    case 'sns':
      return settings.topics[topic] === '' ? [] : [settings.topics[topic]];
    case 'email':
      return settings.recipients[topic];
    case 'webhook':
      return settings.topics[topic] ? [settings.url] : [];
  }
}

/** As much of the settings as says which secrets they need: also of ones that are still being typed. */
export type SecretShape =
  | { readonly kind: 'sns'; readonly credentials: { readonly type: SnsCredentialType } }
  | { readonly kind: 'email'; readonly username: string }
  | { readonly kind: 'webhook' };
export type SnsCredentialType = SnsChannelSettings['credentials']['type'];

/** The secrets that these settings can't do without. */
export function secretsNeeded(settings: SecretShape): readonly SecretField[] {
  switch (settings.kind) {
    case 'sns':
      if (settings.credentials.type === 'keys') return ['secretAccessKey'];
      return settings.credentials.type === 'iotRoleAlias' ? ['privateKey'] : [];
    case 'email':
      return settings.username === '' ? [] : ['password'];
    case 'webhook':
      return ['signingKey'];
  }
}
