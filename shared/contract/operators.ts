/** Who is on duty, and who may do what. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { SECRET_KINDS } from '#shared/access/secret.ts';
import { base, Session } from './base.ts';
import type {
  OperatorAccount,
  OperatorChange,
  SessionView,
  SignedOnView,
  SignOnAnswer,
  SignOnChoice,
} from './operatorViews.ts';

const OperatorId = z.string().min(1).max(64);
const Desk = z.string().trim().min(1).max(64);
const Name = z.string().trim().min(1).max(200);
const SecretText = z.string().min(1).max(512);
const NewSecret = z.object({ kind: z.enum(SECRET_KINDS), text: SecretText });
const Role = z.enum(['operator', 'supervisor', 'administrator']);
const OfOperator = z.object({ session: Session, operatorId: OperatorId });

export const operators = {
  /** Who may be chosen at the sign-on. While none of them is an administrator who can sign in, one has to be made. */
  list: base.output(type<readonly SignOnChoice[]>()),
  /** The first start: whoever sits at the desk becomes its administrator. Refused for ever after. */
  makeAdministrator: base
    .input(z.object({ name: Name, secret: NewSecret, desk: Desk }))
    .output(type<SignOnAnswer>()),
  /** Starts a shift at this desk; every later act names this person. */
  signOn: base
    .input(z.object({ operatorId: OperatorId, secret: SecretText, desk: Desk }))
    .output(type<SignOnAnswer>()),
  /** Ends one shift and begins the next at the same desk, both or neither. */
  handOver: base.input(OfOperator.extend({ secret: SecretText })).output(type<SignOnAnswer>()),
  signOff: base.input(z.object({ session: Session })).output(type<null>()),
  /** Who a stored session belongs to, after a reload; UNAUTHORIZED when it has ended. */
  whoAmI: base.input(z.object({ session: Session })).output(type<SignedOnView>()),
  /** One's own. Ends every session of the person and begins a new one at this desk. */
  changeSecret: base
    .input(z.object({ session: Session, current: SecretText, secret: NewSecret }))
    .output(type<SignOnAnswer>()),

  /** Everybody, those who are barred included. */
  accounts: base.input(z.object({ session: Session })).output(type<readonly OperatorAccount[]>()),
  /** Without a secret the person can't sign in until one is given. */
  add: base
    .input(
      z.object({
        session: Session,
        name: Name,
        role: Role.default('operator'),
        secret: NewSecret.nullable().default(null),
      }),
    )
    .output(type<OperatorChange>()),
  setRole: base.input(OfOperator.extend({ role: Role })).output(type<OperatorChange>()),
  /** Also lifts a lock-out. The person is signed off everywhere. */
  giveSecret: base.input(OfOperator.extend({ secret: NewSecret })).output(type<OperatorChange>()),
  /** Bars a person, who is signed off everywhere, or lets them in again. */
  setDisabled: base
    .input(OfOperator.extend({ disabled: z.boolean() }))
    .output(type<OperatorChange>()),
  /** Lifts a lock-out before its time. */
  unlock: base.input(OfOperator).output(type<OperatorChange>()),
  /** What they did stays recorded under their name. */
  remove: base.input(OfOperator).output(type<OperatorChange>()),

  /** Who is signed on, and where; the newest first. */
  sessions: base.input(z.object({ session: Session })).output(type<readonly SessionView[]>()),
  /** Signs somebody off, at once. NOT_FOUND when that session has ended. */
  endSession: base
    .input(z.object({ session: Session, sessionId: z.string().min(8).max(64) }))
    .output(type<null>()),
};
