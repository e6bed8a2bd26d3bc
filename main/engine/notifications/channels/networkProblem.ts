/** What an error of the name server, the socket or TLS means, whichever protocol was to be spoken over it. */
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { DeliveryError } from '../DeliveryError.ts';

const BY_CODE: Readonly<Record<string, DeliveryProblemCode>> = {
  ENOTFOUND: 'nameNotFound',
  EAI_AGAIN: 'nameNotFound',
  EDNS: 'nameNotFound',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENETDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connectionLost',
  EPIPE: 'connectionLost',
  EPROTO: 'tlsFailed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateNameMismatch',
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateExpired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'serverUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'serverUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'serverUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'serverUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'serverUntrusted',
  CERT_SIGNATURE_FAILURE: 'serverUntrusted',
  CERT_UNTRUSTED: 'serverUntrusted',
  INVALID_CA: 'serverUntrusted',
};

const BY_PATTERN: readonly (readonly [RegExp, DeliveryProblemCode])[] = [
  // The other side's alert about our certificate: unknown authority, bad, expired, revoked or missing.
  [/ALERT.*(CERTIFICATE|UNKNOWN_CA)|HANDSHAKE_FAILURE/, 'clientCertificateRefused'],
  [/KEY_VALUES_MISMATCH|PEM|ASN1|DECODER|BAD_DECRYPT|BAD_PASSWORD/, 'configuration'],
  [/^ERR_(SSL|TLS)/, 'tlsFailed'],
];

/** The same of an error that is only told of in words, with its code among them: `connect ECONNREFUSED 192.0.2.1:443`. */
export function networkProblemIn(text: string): DeliveryProblemCode | undefined {
  const [code] = /\b(E[A-Z_]{3,}|[A-Z]+(_[A-Z]+){2,})\b/.exec(text) ?? [];
  return code === undefined ? undefined : BY_CODE[code];
}

/** @returns undefined for what is no error of the network */
export function networkProblem(error: unknown): DeliveryError | undefined {
  // An error of a connection tried over several addresses carries each one's.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? first.code : undefined;
  if (typeof code !== 'string') return undefined;
  const known = BY_CODE[code] ?? BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
  if (known === undefined) return undefined;
  const message = first instanceof Error ? first.message : String(first);
  return new DeliveryError(known, message || code, { cause: error });
}
