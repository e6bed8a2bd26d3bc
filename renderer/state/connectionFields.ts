/** Which fields the form of each kind of connection has. A field is known by its path in the configuration. */
import type { ConnectionKind, ConnectionSecret } from '#shared/connections/connection.ts';
import type { Words } from '#shared/i18n/dictionary.ts';

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

export const secretOf = ({ path }: Pick<FieldSpec, 'path'>): ConnectionSecret =>
  path.slice('secrets.'.length) as ConnectionSecret;
