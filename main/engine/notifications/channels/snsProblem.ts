/** What Amazon SNS, or the way to its credentials, says when it refuses. */
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { DeliveryError } from '../DeliveryError.ts';
import { networkProblem, networkProblemIn } from './networkProblem.ts';

/** Names of the service's errors, without the `Exception` that the SDK puts behind some of them. */
const BY_NAME: Readonly<Record<string, DeliveryProblemCode>> = {
  AuthorizationError: 'notAuthorised',
  AccessDenied: 'notAuthorised',
  AccessDeniedException: 'notAuthorised',
  KMSAccessDenied: 'notAuthorised',
  NotFound: 'topicNotFound',
  EndpointDisabled: 'topicNotFound',
  InvalidParameter: 'messageRefused',
  InvalidParameterValue: 'messageRefused',
  ParameterValueInvalid: 'messageRefused',
  ValidationError: 'messageRefused',
  InvalidSecurity: 'notAuthorised',
  InvalidClientTokenId: 'credentialsRefused',
  UnrecognizedClient: 'credentialsRefused',
  InvalidAccessKeyId: 'credentialsRefused',
  IncompleteSignature: 'credentialsRefused',
  MissingAuthenticationToken: 'credentialsRefused',
  OptInRequired: 'credentialsRefused',
  SignatureDoesNotMatch: 'credentialsRefused',
  ExpiredToken: 'credentialsExpired',
  RequestExpired: 'clockWrong',
  RequestTimeTooSkewed: 'clockWrong',
  CredentialsProviderError: 'credentialsExpired',
  TokenProviderError: 'credentialsExpired',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  Throttled: 'throttled',
  TooManyRequests: 'throttled',
  RequestLimitExceeded: 'throttled',
  KMSThrottling: 'throttled',
  InternalError: 'serviceFailing',
  InternalFailure: 'serviceFailing',
  ServiceUnavailable: 'serviceFailing',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
};

export function snsProblem(error: unknown): DeliveryError {
  // The credential provider's own, passed through by the SDK as it was thrown.
  if (error instanceof DeliveryError) return error;
  if (!(error instanceof Error)) return new DeliveryError('serviceFailing', String(error));
  const network = networkProblem(error);
  if (network) return network;
  const name = error.name.replace(/Exception$/, '');
  const known = BY_NAME[error.name] ?? BY_NAME[name];
  const code = byWords(name, error.message) ?? known ?? byStatus(error);
  return new DeliveryError(code, `${name}: ${error.message}`, { cause: error });
}

/** Where the service gives two different things the same name. */
function byWords(name: string, message: string): DeliveryProblemCode | undefined {
  // A signature with an old time has the name of a wrong key.
  if (name === 'CredentialsProviderError') return signInProblem(message);
  if (name === 'SignatureDoesNotMatch' && /expired|not yet current/i.test(message))
    return 'clockWrong';
  // An ARN of another region or account has the name of a bad text.
  if (name.startsWith('InvalidParameter') && /TopicArn/.test(message)) return 'topicNotFound';
  return undefined;
}

/** Where a sign-in fails is in its words alone: the SDK wraps each error into one of one name. */
function signInProblem(message: string): DeliveryProblemCode | undefined {
  if (/^Profile .*(not found|not configured|invalid)/i.test(message)) return 'profileUnusable';
  if (/^ForbiddenException/.test(message)) return 'notAuthorised';
  if (/^TooManyRequestsException/.test(message)) return 'throttled';
  if (/^TimeoutError/.test(message)) return 'timeout';
  if (/^(InternalServer|ServiceUnavailable)/.test(message)) return 'serviceFailing';
  return networkProblemIn(message);
}

function byStatus(error: Error): DeliveryProblemCode {
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  const status = metadata.httpStatusCode;
  if (status === undefined || status >= 500) return 'serviceFailing';
  if (status === 429) return 'throttled';
  return status === 401 || status === 403 ? 'notAuthorised' : 'refused';
}
