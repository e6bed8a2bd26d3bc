/** Turns what goes wrong on the way to a broker into a stable code and a sentence that says what to do. */
import type { FeedProblemCode } from '#shared/contract/views.ts';

export interface FeedProblem {
  readonly code: FeedProblemCode;
  readonly text: string;
  /** Asking again soon can't help: somebody has to mend something first. */
  readonly permanent?: boolean;
}

/** What a preparation of a connection throws that knows what is wrong. */
export class FeedProblemError extends Error {
  override readonly name = 'FeedProblemError';
  readonly problem: FeedProblem;

  constructor(code: FeedProblemCode, text: string, options?: ErrorOptions) {
    super(text, options);
    this.problem = { code, text };
  }
}

/** CONNACK and DISCONNECT reasons: MQTT 3.1.1 table 3.1, MQTT 5 table 2-6. */
const BY_REASON_CODE: ReadonlyMap<number, FeedProblem> = new Map([
  [1, problem('versionRefused', 'The broker does not speak this version of MQTT.')],
  [2, problem('clientIdRefused', 'The broker refuses the client id.')],
  [3, problem('brokerBusy', 'The broker says that it is unavailable.')],
  [4, problem('credentialsRefused', 'The broker refuses the user name or password.')],
  [5, problem('notAuthorised', 'The broker does not let this client connect.')],
  [0x81, problem('protocolError', 'The broker could not read what was sent.')],
  [0x82, problem('protocolError', 'The broker reports a protocol error.')],
  [0x84, problem('versionRefused', 'The broker does not speak this version of MQTT.')],
  [0x85, problem('clientIdRefused', 'The broker refuses the client id.')],
  [0x86, problem('credentialsRefused', 'The broker refuses the user name or password.')],
  [0x87, problem('notAuthorised', 'The broker does not let this client do that.')],
  [0x88, problem('brokerBusy', 'The broker says that it is unavailable.')],
  [0x89, problem('brokerBusy', 'The broker is busy.')],
  [0x8a, problem('notAuthorised', 'The broker has banned this client.')],
  [0x8b, problem('brokerBusy', 'The broker is shutting down.')],
  [0x8c, problem('credentialsRefused', 'The broker refuses the way of signing in.')],
  [0x8d, problem('keepAliveTimeout', 'The broker heard nothing from the desk for too long.')],
  [0x8e, problem('takenOver', 'Another desk uses this client id. This one has stopped.')],
  [0x97, problem('brokerBusy', 'A quota of the broker is exceeded.')],
  [0x98, problem('brokerBusy', "The broker's administrator closed the connection.")],
  [0x9c, problem('brokerBusy', 'The broker says: use another server.')],
  [0x9d, problem('brokerBusy', 'The broker has moved.')],
  [0x9f, problem('brokerBusy', 'The broker allows fewer connections a second.')],
]);

const BY_ERROR_CODE: ReadonlyMap<string, FeedProblem> = new Map([
  ['ENOTFOUND', problem('nameNotFound', "The broker's name is not known to the name server.")],
  ['EAI_AGAIN', problem('nameNotFound', 'The name server does not answer.')],
  ['ECONNREFUSED', problem('unreachable', 'Nothing listens at this address and port.')],
  ['EHOSTUNREACH', problem('unreachable', 'There is no way to this address.')],
  ['ENETUNREACH', problem('unreachable', 'This machine has no network.')],
  ['ETIMEDOUT', problem('unreachable', 'The address does not answer.')],
  ['ECONNRESET', problem('connectionLost', 'The connection was cut.')],
  ['EPIPE', problem('connectionLost', 'The connection was cut.')],
  ['EPROTO', problem('tlsFailed', 'The other side does not speak TLS as expected.')],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    problem('brokerNameMismatch', "The broker's certificate is for another name."),
  ],
  [
    'CERT_HAS_EXPIRED',
    problem('brokerCertificateExpired', "The broker's certificate has expired."),
  ],
  [
    'CERT_NOT_YET_VALID',
    problem(
      'clockWrong',
      "The broker's certificate is not valid yet: this machine's clock must be wrong.",
    ),
  ],
  ...[
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'INVALID_CA',
  ].map((code): [string, FeedProblem] => [
    code,
    problem(
      'brokerUntrusted',
      "The broker's certificate is not signed by the authority (CA) that was given.",
    ),
  ]),
]);

function problem(code: FeedProblemCode, text: string): FeedProblem {
  return { code, text };
}

const noAnswer = problem('noAnswer', 'The other side accepts the connection, then says nothing.');
export const closedAtOnce = problem(
  'connectionLost',
  'The broker closes the connection before it answers.',
);
export const connectionLost = problem('connectionLost', 'The connection was lost.');
export const keptBeingCut = problem(
  'connectionLost',
  'The broker cuts the connection soon after it opens, again and again. Another desk may use this client id.',
);

/** @param reason of CONNACK or DISCONNECT; both versions' tables are read, they do not collide */
export function problemOfReason(reason: number): FeedProblem {
  return (
    BY_REASON_CODE.get(reason) ??
    problem('protocolError', `The broker refuses with reason ${reason}.`)
  );
}

/** SUBACK reasons that pass: implementation specific, packet identifier in use, quota exceeded (MQTT 5 table 3-8). */
const PASSING_REFUSALS: ReadonlySet<number> = new Set([0x83, 0x91, 0x97]);

/** @param reason of the SUBACK */
export function subscriptionRefused(filter: string, reason: number): FeedProblem {
  const text = `The broker refuses the subscription to ${filter} (reason ${reason}).`;
  return { ...problem('subscriptionRefused', text), permanent: !PASSING_REFUSALS.has(reason) };
}

/** What a broker does that gives no reason, and what a network does that fails in that very moment. */
export const cutWhenSubscribing = (filter: string): FeedProblem =>
  problem(
    'subscriptionRefused',
    `The broker closes the connection when it is asked for ${filter}: it may not be allowed.`,
  );

export const qosDowngraded = problem(
  'qosDowngraded',
  'The broker grants only QoS 0: readings are lost while the desk is away.',
);

/** What an error of the socket, of TLS or of mqtt.js means. Says nothing about passwords or keys. */
export function problemOfError(error: unknown): FeedProblem {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return problemOfReason(code);
  if (typeof code === 'string') {
    const known = BY_ERROR_CODE.get(code);
    if (known !== undefined) return known;
    // The broker's TLS alert about our certificate: unknown CA, bad, expired, revoked or missing.
    if (/ALERT_.*(CERTIFICATE|UNKNOWN_CA)|HANDSHAKE_FAILURE/.test(code)) {
      return problem('clientCertificateRefused', "The broker refuses this desk's certificate.");
    }
    if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
      return problem('tlsFailed', `The encrypted connection failed (${code}).`);
    }
    return problem('connectionLost', `The connection failed (${code}).`);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'connack timeout') return noAnswer;
  const answered = /^Unexpected server response: (\d{3})$/.exec(message)?.[1];
  if (answered !== undefined) return webSocketRefused(Number(answered));
  if (message === 'Keepalive timeout') {
    return problem('keepAliveTimeout', 'The broker has not answered for too long.');
  }
  return problem('protocolError', message.slice(0, 200));
}

/** The answer to the WebSocket's HTTP request, when it isn't 101. */
function webSocketRefused(status: number): FeedProblem {
  if (status === 401 || status === 403)
    return problem(
      'credentialsRefused',
      `The broker refuses the credentials or the signature (HTTP ${status}). If they are right, check this machine's clock.`,
    );
  if (status === 429 || status >= 500)
    return problem('brokerBusy', `The broker says that it is unavailable (HTTP ${status}).`);
  return problem('protocolError', `The broker offers no MQTT at this address (HTTP ${status}).`);
}

const UNUSABLE: readonly (readonly [code: RegExp, text: string])[] = [
  [/KEY_VALUES_MISMATCH/, 'The key does not belong to the certificate.'],
  [/PEM|ASN1|DECODER/, 'The certificate, key or authority is not a readable PEM file.'],
  [/BAD_DECRYPT|BAD_PASSWORD|INTERRUPTED_OR_CANCELLED/, 'The key is protected by a password.'],
];

/** What mqtt.js or TLS threw before a byte was sent: trying again cannot help. */
export function problemOfConfiguration(error: unknown): FeedProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = UNUSABLE.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return problem('configuration', known[1]);
  const message = error instanceof Error ? error.message : String(error);
  return problem('configuration', `The settings are not usable: ${message.slice(0, 200)}.`);
}
