/** A channel as it is typed, and what is still wrong with it. The contract's own schema judges, so that there is one. */
import { z } from 'zod';
import {
  ChannelConfig,
  type ChannelKind,
  DEFAULT_RATE,
  type SecretField,
  type SnsCredentialType,
  secretsNeeded,
} from '#shared/notifications/channel.ts';
import { NOTIFICATION_TOPICS, type NotificationTopic } from '#shared/notifications/request.ts';

// The schema library otherwise tries to compile its checks, which the page's security policy refuses and reports.
z.config({ jitless: true });

export type ByTopic<T> = Readonly<Record<NotificationTopic, T>>;

export interface ChannelDraft {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly language: 'ko' | 'en';
  readonly everySeconds: string;
  readonly burst: string;
  readonly arns: ByTopic<string>;
  readonly credentials: SnsCredentialType;
  readonly credentialEndpoint: string;
  readonly roleAlias: string;
  readonly thingName: string;
  readonly certificate: string;
  readonly profile: string;
  readonly accessKeyId: string;
  readonly serviceEndpoint: string;
  readonly host: string;
  readonly port: string;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly username: string;
  readonly from: string;
  readonly recipients: ByTopic<string>;
  readonly url: string;
  readonly topics: ByTopic<boolean>;
  readonly allowPlainHttp: boolean;
  readonly ca: string;
  readonly secrets: Readonly<Record<SecretField, string>>;
}

const byTopic = <T>(value: (topic: NotificationTopic) => T): ByTopic<T> =>
  Object.fromEntries(NOTIFICATION_TOPICS.map((topic) => [topic, value(topic)])) as ByTopic<T> &
    Record<NotificationTopic, T>;

export function newDraft(kind: ChannelKind, language: 'ko' | 'en'): ChannelDraft {
  return {
    kind,
    name: '',
    enabled: true,
    language,
    everySeconds: String(DEFAULT_RATE.everySeconds),
    burst: String(DEFAULT_RATE.burst),
    arns: byTopic(() => ''),
    credentials: 'iotRoleAlias',
    credentialEndpoint: '',
    roleAlias: '',
    thingName: '',
    certificate: '',
    profile: '',
    accessKeyId: '',
    serviceEndpoint: '',
    host: '',
    port: '587',
    security: 'starttls',
    username: '',
    from: '',
    recipients: byTopic(() => ''),
    url: '',
    topics: byTopic((topic) => topic !== 'model'),
    allowPlainHttp: false,
    ca: '',
    secrets: { secretAccessKey: '', privateKey: '', password: '', signingKey: '' },
  };
}

export function draftOf({ name, enabled, language, rate, settings }: ChannelConfig): ChannelDraft {
  const draft: ChannelDraft = {
    ...newDraft(settings.kind, language),
    name,
    enabled,
    everySeconds: String(rate.everySeconds),
    burst: String(rate.burst),
  };
  switch (settings.kind) {
    case 'sns': {
      const { credentials } = settings;
      const { topics: arns, endpoint: serviceEndpoint } = settings;
      const common = { ...draft, arns, serviceEndpoint, credentials: credentials.type };
      if (credentials.type === 'sso') return { ...common, profile: credentials.profile };
      if (credentials.type === 'keys') return { ...common, accessKeyId: credentials.accessKeyId };
      const { endpoint: credentialEndpoint, roleAlias, thingName, certificate, ca } = credentials;
      return { ...common, credentialEndpoint, roleAlias, thingName, certificate, ca };
    }
    case 'email': {
      const { host, port, security, username, from, recipients, ca } = settings;
      const typed = byTopic((topic) => recipients[topic].join(', '));
      return {
        ...draft,
        host,
        port: String(port),
        security,
        username,
        from,
        recipients: typed,
        ca,
      };
    }
    case 'webhook': {
      const { url, topics, allowPlainHttp, ca } = settings;
      return { ...draft, url, topics, allowPlainHttp, ca };
    }
  }
}

export interface CheckedDraft {
  /** Null while something is wrong. */
  readonly config: ChannelConfig | null;
  /** Names of the fields that are wrong: a path of the configuration, or `secrets.` and a field. */
  readonly wrong: ReadonlySet<string>;
  readonly secrets: Readonly<Partial<Record<SecretField, string>>>;
}

/** @param stored secrets that need not be typed again */
export function checkDraft(draft: ChannelDraft, stored: readonly SecretField[]): CheckedDraft {
  const parsed = ChannelConfig.safeParse({
    name: draft.name,
    enabled: draft.enabled,
    language: draft.language,
    rate: { everySeconds: numberOf(draft.everySeconds), burst: numberOf(draft.burst) },
    settings: settingsOf(draft),
  });
  const wrong = new Set<string>();
  if (!parsed.success)
    // Of a list of recipients the field is wrong, not its third entry.
    for (const { path } of parsed.error.issues)
      wrong.add(path.filter((step) => typeof step === 'string').join('.'));
  const secrets: Partial<Record<SecretField, string>> = {};
  for (const field of neededBy(draft)) {
    const typed = draft.secrets[field].trim();
    if (typed !== '') secrets[field] = typed;
    else if (!stored.includes(field)) wrong.add(`secrets.${field}`);
    if (field === 'signingKey' && typed !== '' && !looksLikeKey(typed))
      wrong.add('secrets.signingKey');
  }
  const config = parsed.success && wrong.size === 0 ? parsed.data : null;
  return { config, wrong, secrets };
}

/** Which secrets the form asks for, whatever else is still wrong. */
export function neededBy(draft: ChannelDraft): readonly SecretField[] {
  const { kind, credentials, username } = draft;
  if (kind === 'sns') return secretsNeeded({ kind, credentials: { type: credentials } });
  return secretsNeeded(kind === 'email' ? { kind, username: username.trim() } : { kind });
}

/** `whsec_` and 32 random bytes. */
export function newSigningKey(random: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const bytes = new Uint8Array(32);
  random(bytes);
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** The contract looks more closely. */
const looksLikeKey = (text: string) => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(text);

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** Addresses as people paste them: commas, semicolons, spaces, lines. */
const addressesOf = (text: string): readonly string[] =>
  text.split(/[\s,;]+/).filter((address) => address !== '');

function settingsOf(draft: ChannelDraft): unknown {
  switch (draft.kind) {
    case 'sns':
      return {
        kind: 'sns',
        topics: draft.arns,
        credentials: credentialsOf(draft),
        endpoint: draft.serviceEndpoint,
      };
    case 'email':
      return {
        kind: 'email',
        host: draft.host,
        port: numberOf(draft.port),
        security: draft.security,
        username: draft.username,
        from: draft.from,
        recipients: byTopic((topic) => addressesOf(draft.recipients[topic])),
        ca: draft.ca,
      };
    case 'webhook': {
      const { url, topics, allowPlainHttp, ca } = draft;
      return { kind: 'webhook', url, topics, allowPlainHttp, ca };
    }
  }
}

function credentialsOf(draft: ChannelDraft): unknown {
  const { credentials, credentialEndpoint, roleAlias, thingName, certificate, ca } = draft;
  if (credentials === 'sso') return { type: 'sso', profile: draft.profile };
  if (credentials === 'keys') return { type: 'keys', accessKeyId: draft.accessKeyId };
  return {
    type: 'iotRoleAlias',
    endpoint: credentialEndpoint,
    roleAlias,
    thingName,
    certificate,
    ca,
  };
}
