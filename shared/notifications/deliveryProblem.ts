/** What can be wrong between the desk and the people who are to be told. */

/** Waiting helps: the same message is tried again, later and later. */
const TRANSIENT = [
  'nameNotFound',
  'unreachable',
  'timeout',
  'tlsFailed',
  'connectionLost',
  'throttled',
  'serviceFailing',
] as const;

/** Somebody has to mend something: tried again rarely, and told at once. */
const PERMANENT = [
  'configuration',
  'secretMissing',
  'serverUntrusted',
  'certificateExpired',
  'certificateNameMismatch',
  'clientCertificateRefused',
  'tlsNotOffered',
  'credentialsRefused',
  'credentialsExpired',
  'profileUnusable',
  'clockWrong',
  'notAuthorised',
  'roleAliasNotFound',
  'topicNotFound',
  'senderRefused',
  'recipientRefused',
  'messageRefused',
  'redirected',
  'refused',
] as const;

export const DELIVERY_PROBLEMS = [...TRANSIENT, ...PERMANENT] as const;
export type DeliveryProblemCode = (typeof DELIVERY_PROBLEMS)[number];

/** Whether it stays as it is until a person has done something. */
export function isPermanent(code: DeliveryProblemCode): boolean {
  return (PERMANENT as readonly string[]).includes(code);
}
