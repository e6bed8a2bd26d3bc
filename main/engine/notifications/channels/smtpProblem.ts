/** What a mail server, or the way to it, says when it refuses. */
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { DeliveryError } from '../DeliveryError.ts';
import { networkProblem } from './networkProblem.ts';

interface SmtpFailure extends Error {
  readonly code?: string;
  /** The system's own code, where nodemailer has put its own over it. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

export function smtpProblem(error: unknown): DeliveryError {
  if (!(error instanceof Error)) return new DeliveryError('serviceFailing', String(error));
  const failure = error as SmtpFailure;
  const { code, originalCode } = failure;
  if (originalCode !== undefined && originalCode !== code) {
    const network = networkProblem(Object.assign(new Error(error.message), { code: originalCode }));
    if (network) return network;
  }
  return new DeliveryError(codeOf(failure), error.message, { cause: error });
}

function codeOf({ code, responseCode, command, message }: SmtpFailure): DeliveryProblemCode {
  // RFC 5321: 4yz asks to be tried again, whatever it is about.
  const patience = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  switch (code) {
    case 'EDNS':
      return 'nameNotFound';
    case 'ETIMEDOUT':
    case 'EABORT':
      return 'timeout';
    case 'ETLS':
      return tlsProblem(responseCode, command);
    case 'EREQUIRETLS':
      return 'tlsNotOffered';
    case 'EAUTH':
    case 'ENOAUTH':
      return patience ? 'serviceFailing' : 'credentialsRefused';
    case 'EENVELOPE':
      if (patience) return 'throttled';
      return command === 'MAIL FROM' ? senderProblem(responseCode) : 'recipientRefused';
    case 'EMESSAGE':
      return patience ? 'throttled' : 'messageRefused';
    case 'ECONNECTION':
    case 'ESOCKET':
      return /STARTTLS/.test(message) ? 'tlsNotOffered' : 'connectionLost';
    case 'EPROTOCOL':
      return patience ? 'serviceFailing' : 'refused';
    case 'ECONFIG':
      return 'configuration';
    default:
      return 'serviceFailing';
  }
}

/** A refusal of the command itself is a server that can't encrypt; anything later failed while encrypting. */
function tlsProblem(responseCode: number | undefined, command: string | undefined) {
  return command === 'STARTTLS' && responseCode !== undefined ? 'tlsNotOffered' : 'tlsFailed';
}

/** 530: sign in first. */
const senderProblem = (responseCode: number | undefined): DeliveryProblemCode =>
  responseCode === 530 ? 'credentialsRefused' : 'senderRefused';
