/**
 * The form of a connection: which fields each kind has, what is typed in them, and what is still wrong. The contract's
 * own schema judges, so that there is one. A field is known by its path in the configuration.
 */
import { z } from 'zod';
import {
  ConnectionConfig,
  type ConnectionKind,
  type ConnectionSecret,
  type ConnectionSettings,
  secretsNeeded,
} from '#shared/connections/connection.ts';
import type { ImportProposal } from '#shared/connections/importing.ts';
import type { Words } from '#shared/i18n/dictionary.ts';

// The schema library otherwise tries to compile its checks, which the page's security policy refuses and reports.
z.config({ jitless: true });

/** What was typed, by path; a tick is `true` or empty, a choice is its name. */
export type Typed = Readonly<Record<string, string>>;

type Choice = keyof Words['connections']['choices'];

export interface FieldSpec {
  /** In the settings; `secrets.` and the secret's name for one that is kept apart. */
  readonly path: string;
  /** Its words; a secret has its own. */
  readonly word: keyof Words['connections']['fields'] | null;
  readonly type:
    | 'text'
    | 'number'
    | 'pem'
    | 'json'
    | 'list'
    | 'check'
    | 'choice'
    | 'numberChoice'
    | 'secret'
    | 'secretPem';
  readonly choices?: readonly Choice[];
  readonly initial?: string;
  /** Seldom changed: behind "advanced". */
  readonly advanced?: true;
  readonly when?: (typed: Typed) => boolean;
}

const text = (path: string, word: FieldSpec['word'], more: Partial<FieldSpec> = {}): FieldSpec => ({
  path,
  word,
  type: 'text',
  ...more,
});
const secret = (name: ConnectionSecret, more: Partial<FieldSpec> = {}): FieldSpec => ({
  path: `secrets.${name}`,
  word: null,
  type: 'secret',
  ...more,
});
const is = (path: string, value: string) => (typed: Typed) => typed[path] === value;
const filled = (path: string) => (typed: Typed) => (typed[path] ?? '').trim() !== '';

const number = { type: 'number', advanced: true } as const;
const pem = { type: 'pem' } as const;

const SUBSCRIBER: readonly FieldSpec[] = [
  text('topicFilter', 'topicFilter', { advanced: true, initial: 'fire-prediction/device/+/data' }),
  text('clientId', 'clientId', { advanced: true }),
  text('connections', 'connections', { ...number, initial: '1' }),
  text('shareName', 'shareName', {
    advanced: true,
    when: (typed) => Number(typed['connections']) > 1,
  }),
  text('keepAliveSeconds', 'keepAliveSeconds', { ...number, initial: '30' }),
];

const broker = is('backfill.type', 'broker');
const BACKFILL: readonly FieldSpec[] = [
  text('backfill.type', 'backfillType', {
    type: 'choice',
    choices: ['none', 'folder', 'broker'],
    initial: 'none',
    advanced: true,
  }),
  text('backfill.path', 'backfillPath', { advanced: true, when: is('backfill.type', 'folder') }),
  text('backfill.url', 'backfillUrl', { advanced: true, when: broker }),
  text('backfill.username', 'backfillUsername', { advanced: true, when: broker }),
  secret('backfillPassword', {
    advanced: true,
    when: (typed) => broker(typed) && filled('backfill.username')(typed),
  }),
  text('backfill.certificate', 'backfillCertificate', { ...pem, advanced: true, when: broker }),
  secret('backfillPrivateKey', {
    type: 'secretPem',
    advanced: true,
    when: (typed) => broker(typed) && filled('backfill.certificate')(typed),
  }),
  text('backfill.ca', 'backfillCa', { ...pem, advanced: true, when: broker }),
];

const byCertificate = is('auth.type', 'certificate');
const byAuthorizer = is('auth.type', 'authorizer');
const bySignature = is('auth.type', 'sigV4');
const credentials = (type: string) => (typed: Typed) =>
  bySignature(typed) && typed['auth.credentials.type'] === type;
const byRole = credentials('iotRoleAlias');
const given = is('certificate.type', 'given');
const own = is('certificate.type', 'own');

const LINE = (baudRate: string, parity: Choice): readonly FieldSpec[] => [
  text('path', 'path'),
  text('baudRate', 'baudRate', { type: 'number', initial: baudRate }),
  text('parity', 'parity', { type: 'choice', choices: ['none', 'even', 'odd'], initial: parity }),
  text('dataBits', 'dataBits', {
    type: 'numberChoice',
    choices: ['8', '7'],
    initial: '8',
    advanced: true,
  }),
  text('stopBits', 'stopBits', {
    type: 'numberChoice',
    choices: ['1', '2'],
    initial: '1',
    advanced: true,
  }),
];

/** In the order in which they are shown. */
export const FORM_FIELDS: Readonly<Record<ConnectionKind, readonly FieldSpec[]>> = {
  mqtt: [
    text('url', 'url', { initial: 'mqtts://' }),
    text('username', 'username'),
    secret('password', { when: filled('username') }),
    text('certificate', 'certificate', pem),
    secret('privateKey', { type: 'secretPem', when: filled('certificate') }),
    text('ca', 'ca', pem),
    ...SUBSCRIBER,
    text('sessionSeconds', 'sessionSeconds', { ...number, initial: '3600' }),
    ...BACKFILL,
  ],
  awsIot: [
    text('endpoint', 'endpoint'),
    text('auth.type', 'authType', {
      type: 'choice',
      choices: ['certificate', 'authorizer', 'sigV4'],
      initial: 'certificate',
    }),
    text('auth.certificate', 'awsCertificate', { ...pem, when: byCertificate }),
    text('auth.transport', 'transport', {
      type: 'choice',
      choices: ['mqtt', 'webSocket'],
      initial: 'mqtt',
      when: byAuthorizer,
    }),
    text('auth.authorizerName', 'authorizerName', { when: byAuthorizer }),
    text('auth.username', 'username', { when: byAuthorizer }),
    text('auth.hasPassword', 'hasPassword', { type: 'check', when: byAuthorizer }),
    secret('authorizerPassword', {
      when: (typed) => byAuthorizer(typed) && typed['auth.hasPassword'] === 'true',
    }),
    text('auth.tokenKeyName', 'tokenKeyName', { when: byAuthorizer }),
    secret('authorizerToken', {
      when: (typed) => byAuthorizer(typed) && filled('auth.tokenKeyName')(typed),
    }),
    text('auth.tokenSignature', 'tokenSignature', {
      when: (typed) => byAuthorizer(typed) && filled('auth.tokenKeyName')(typed),
    }),
    text('auth.region', 'region', { when: bySignature }),
    text('auth.credentials.type', 'credentialsType', {
      type: 'choice',
      choices: ['iotRoleAlias', 'sso', 'keys'],
      initial: 'iotRoleAlias',
      when: bySignature,
    }),
    text('auth.credentials.endpoint', 'credentialsEndpoint', { when: byRole }),
    text('auth.credentials.roleAlias', 'roleAlias', { when: byRole }),
    text('auth.credentials.thingName', 'thingName', { when: byRole }),
    text('auth.credentials.certificate', 'awsCertificate', { ...pem, when: byRole }),
    text('auth.credentials.profile', 'profile', { when: credentials('sso') }),
    text('auth.credentials.accessKeyId', 'accessKeyId', { when: credentials('keys') }),
    secret('secretAccessKey', { when: credentials('keys') }),
    secret('privateKey', {
      type: 'secretPem',
      when: (typed) => byCertificate(typed) || byRole(typed),
    }),
    text('auth.port', 'port', { type: 'number', initial: '8883', when: byCertificate }),
    text('auth.port', 'authorizerPort', {
      ...number,
      initial: '443',
      when: (typed) => !byCertificate(typed),
    }),
    text('ca', 'ca', { ...pem, advanced: true }),
    ...SUBSCRIBER,
    text('sessionSeconds', 'sessionSeconds', { ...number, initial: '300' }),
    ...BACKFILL,
  ],
  lanBroker: [
    text('host', 'lanHost', { initial: '0.0.0.0' }),
    text('port', 'lanPort', { type: 'number', initial: '8883' }),
    text('certificate.type', 'lanCertificate', {
      type: 'choice',
      choices: ['own', 'given'],
      initial: 'own',
    }),
    text('certificate.names', 'lanNames', { type: 'list', when: own }),
    text('certificate.chain', 'lanChain', { ...pem, when: given }),
    secret('privateKey', { type: 'secretPem', when: given }),
    text('announce', 'announce', { type: 'check', initial: 'true' }),
  ],
  serialNdjson: [
    ...LINE('115200', 'none'),
    text('checksum', 'checksum', {
      type: 'choice',
      choices: ['whenPresent', 'required', 'off'],
      initial: 'whenPresent',
    }),
    text('flowControl', 'flowControl', {
      type: 'choice',
      choices: ['none', 'rtsCts', 'xonXoff'],
      initial: 'none',
      advanced: true,
    }),
    text('maximumLineBytes', 'maximumLineBytes', { ...number, initial: '8192' }),
    text('silentAfterSeconds', 'silentAfterSeconds', { ...number, initial: '120' }),
  ],
  modbusRtu: [
    ...LINE('19200', 'even'),
    text('map', 'map', { type: 'json' }),
    text('timeoutMs', 'timeoutMs', { ...number, initial: '1000' }),
    text('retries', 'retries', { ...number, initial: '1' }),
    text('pauseMs', 'pauseMs', { ...number, initial: '20' }),
  ],
};

export interface ConnectionDraft {
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly typed: Typed;
}

/** The fields that are shown for what has been typed so far. */
export const shownFields = ({ kind, typed }: Pick<ConnectionDraft, 'kind' | 'typed'>) =>
  FORM_FIELDS[kind].filter(({ when }) => when?.(typed) ?? true);

function initialOf(kind: ConnectionKind): Typed {
  const typed: Record<string, string> = {};
  // The first that names a path gives its beginning: a port that two ways share begins as the first's.
  for (const { path, initial = '' } of FORM_FIELDS[kind]) typed[path] ??= initial;
  return typed;
}

export const newConnection = (kind: ConnectionKind): ConnectionDraft => ({
  kind,
  name: '',
  enabled: true,
  typed: initialOf(kind),
});

/** Another kind begins anew, with the name that was given. */
export const withKind = (draft: ConnectionDraft, kind: ConnectionKind): ConnectionDraft =>
  draft.kind === kind ? draft : { ...newConnection(kind), name: draft.name };

/** With what goes along with it: another way of signing in has another port. */
export function withTyped(draft: ConnectionDraft, path: string, value: string): ConnectionDraft {
  const along: Typed =
    path === 'auth.type' ? { 'auth.port': value === 'certificate' ? '8883' : '443' } : {};
  return { ...draft, typed: { ...draft.typed, ...along, [path]: value } };
}

export function draftOfConnection({ name, enabled, settings }: ConnectionConfig): ConnectionDraft {
  const typed: Record<string, string> = { ...initialOf(settings.kind) };
  for (const { path } of FORM_FIELDS[settings.kind]) {
    const value = valueAt(settings, path);
    if (Array.isArray(value)) typed[path] = value.join(', ');
    else if (typeof value === 'object' && value !== null)
      typed[path] = JSON.stringify(value, null, 2);
    else if (value !== undefined) typed[path] = value === false ? '' : String(value);
  }
  return { kind: settings.kind, name, enabled, typed };
}

/** What imported files say goes into the form; what they don't stays as it is. */
export function withImport(
  before: ConnectionDraft,
  { kind, name, endpoint, topicFilter, clientId, username, certificate, ca }: ImportProposal,
  mayChangeKind: boolean,
): ConnectionDraft {
  // Certificates alone fit either kind: only an address tells which it is.
  const wanted = endpoint !== null && mayChangeKind ? kind : before.kind;
  const draft = withKind(before, wanted);
  const said: Record<string, string | null> =
    draft.kind === 'lanBroker'
      ? { 'certificate.type': certificate && 'given', 'certificate.chain': certificate }
      : {
          topicFilter,
          clientId,
          ca,
          ...(draft.kind === 'awsIot'
            ? {
                endpoint,
                'auth.certificate': certificate,
                'auth.type': certificate && 'certificate',
                'auth.username': username,
              }
            : {
                url: endpoint?.includes('://') === false ? `mqtts://${endpoint}` : endpoint,
                username,
                certificate,
              }),
        };
  const typed = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  return {
    ...draft,
    name: draft.name === '' ? (name ?? '') : draft.name,
    typed: { ...draft.typed, ...(typed as Typed) },
  };
}

export interface CheckedConnection {
  /** Null while something is wrong. */
  readonly config: ConnectionConfig | null;
  /** Without its name: what can be tried. */
  readonly settings: ConnectionSettings | null;
  /** Paths of the fields that are wrong; `name` for the name. */
  readonly wrong: ReadonlySet<string>;
  readonly secrets: Readonly<Partial<Record<ConnectionSecret, string>>>;
}

/** @param known secrets that need not be typed: stored, or in imported files */
export function checkConnection(
  draft: ConnectionDraft,
  known: readonly ConnectionSecret[],
): CheckedConnection {
  const settings: Record<string, unknown> = { kind: draft.kind };
  const secrets: Partial<Record<ConnectionSecret, string>> = {};
  for (const field of shownFields(draft)) {
    const typed = draft.typed[field.path] ?? '';
    if (field.type === 'secret' || field.type === 'secretPem') {
      // A password may begin with a space; a key doesn't.
      const value = field.type === 'secret' ? typed : typed.trim();
      if (value !== '') secrets[secretOf(field)] = value;
    } else setAt(settings, field.path, typedValue(field, typed));
  }
  const parsed = ConnectionConfig.safeParse({
    name: draft.name,
    enabled: draft.enabled,
    settings,
  });
  const wrong = new Set<string>();
  const shown = shownFields(draft);
  if (!parsed.success)
    for (const { path } of parsed.error.issues) {
      const steps = path.filter((step) => typeof step === 'string' && step !== 'settings');
      const where = steps.join('.');
      // Of a list, or of a register map, the field is wrong that holds it.
      const field = shown.find((one) => where === one.path || where.startsWith(`${one.path}.`));
      wrong.add(field?.path ?? where);
    }
  for (const field of shownFields(draft)) {
    if (field.type !== 'secret' && field.type !== 'secretPem') continue;
    const name = secretOf(field);
    if (secrets[name] === undefined && !known.includes(name)) wrong.add(field.path);
  }
  if (parsed.success)
    for (const name of secretsNeeded(parsed.data.settings))
      if (secrets[name] === undefined && !known.includes(name)) wrong.add(`secrets.${name}`);
  const usable = parsed.success && wrong.size === 0;
  const unnamed = new Set(wrong);
  unnamed.delete('name');
  const tried =
    unnamed.size === 0 ? ConnectionConfig.shape.settings.safeParse(settings) : undefined;
  return {
    config: usable ? parsed.data : null,
    settings: tried?.success ? tried.data : null,
    wrong,
    secrets,
  };
}

export const secretOf = ({ path }: Pick<FieldSpec, 'path'>): ConnectionSecret =>
  path.slice('secrets.'.length) as ConnectionSecret;

function typedValue({ type }: FieldSpec, typed: string): unknown {
  switch (type) {
    case 'number':
    case 'numberChoice':
      return typed.trim() === '' ? null : Number(typed);
    case 'check':
      return typed === 'true';
    case 'json':
      try {
        return JSON.parse(typed);
      } catch {
        // Not the object that the schema asks for, which says so.
        return null;
      }
    case 'list':
      return typed.split(/[\s,;]+/).filter((one) => one !== '');
    default:
      return typed;
  }
}

function valueAt(from: unknown, path: string): unknown {
  let value = from;
  for (const step of path.split('.'))
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[step]
        : undefined;
  return value;
}

function setAt(into: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop();
  let at = into;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Record<string, unknown>;
  }
  if (last !== undefined) at[last] = value;
}
