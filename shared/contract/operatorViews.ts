/** What crosses about people: who may be chosen, who is signed on, and why somebody was refused. */
import type { SecretKind } from '#shared/access/secret.ts';
import { SECRET_REFUSALS } from '#shared/access/secret.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { OperatorView } from './views.ts';

/** Somebody who may be chosen at the sign-on. Those who are barred aren't in the list. */
export interface SignOnChoice extends OperatorView {
  /** Null: an administrator has to give them a password or PIN first. */
  readonly signsInWith: SecretKind | null;
}

/** The person that a session belongs to. */
export interface SignedOnView extends OperatorView {
  /** Somebody else knows the secret, because they gave it: it should be changed. */
  readonly secretGiven: boolean;
}

const SIGN_ON_REFUSALS = [
  /** Or an unknown person: which of the two isn't told. */
  'wrongSecret',
  'noSecret',
  /** This person, for a time. */
  'locked',
  /** Everybody, for a short time: somebody is trying many. */
  'allLocked',
  /** Too many are being checked at this moment. */
  'busy',
  /** The first administrator is made already. */
  'administratorExists',
  'nameInvalid',
  'nameTaken',
  /** The second person of an act is the first. */
  'samePerson',
  /** Proven, and the act is above what this person may do. */
  'roleTooLow',
  ...SECRET_REFUSALS,
] as const;
export type SignOnRefusal = (typeof SIGN_ON_REFUSALS)[number];

/** Why nobody was signed on, or no second person stood by an act. */
export interface SignOnRefused {
  readonly done: false;
  readonly refusal: SignOnRefusal;
  /** For how long it is refused, whatever is typed; null when it may be tried again at once. */
  readonly retryInMs: number | null;
  /** Wrong tries that are left before the lock-out; null where that is not the matter. */
  readonly triesLeft: number | null;
}

export type SignOnAnswer =
  | { readonly done: true; readonly session: string; readonly operator: SignedOnView }
  | SignOnRefused;

/** A person as the administrator sees them. */
export interface OperatorAccount extends SignOnChoice {
  readonly disabled: boolean;
  readonly secretSetAt: EpochMs | null;
  /** The administrator who gave the secret; null when the person chose it. */
  readonly secretGivenBy: string | null;
  /** Null when not locked out. */
  readonly lockedForMs: number | null;
  readonly lastSignOnAt: EpochMs | null;
}

const OPERATOR_REFUSALS = [
  'nameInvalid',
  'nameTaken',
  'tooManyOperators',
  'unknownOperator',
  /** Nobody could administer the desk any more. */
  'lastAdministrator',
  'busy',
  ...SECRET_REFUSALS,
] as const;
export type OperatorRefusal = (typeof OPERATOR_REFUSALS)[number];

export type OperatorChange =
  | { readonly done: true; readonly operator: OperatorView }
  | { readonly done: false; readonly refusal: OperatorRefusal };

/** Somebody signed on somewhere. */
export interface SessionView {
  /** Names the session without being its secret. */
  readonly id: string;
  readonly operator: OperatorView;
  readonly desk: string;
  readonly since: EpochMs;
  readonly lastActAt: EpochMs | null;
  /** The one that asks. */
  readonly own: boolean;
}
