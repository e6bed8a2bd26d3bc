import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import { Gate } from './Gate.ts';
import { LockOut } from './LockOut.ts';
import { OperatorDesk } from './OperatorDesk.ts';
import { SecretThread } from './SecretThread.ts';
import { SignOnDesk } from './SignOnDesk.ts';

export interface Access {
  readonly gate: Gate;
  readonly signOnDesk: SignOnDesk;
  readonly operatorDesk: OperatorDesk;
  close(): Promise<void>;
}

/** Puts together who may come in and what they may do. */
export function openAccess(parts: {
  readonly storage: Pick<Storage, 'controlRoom' | 'operators' | 'sessions' | 'audit'>;
  readonly revisions: Revisions;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}): Access {
  const { storage, revisions, now, monotonicNow, log } = parts;
  const { controlRoom: db, operators, sessions, audit } = storage;
  const hasher = new SecretThread();
  const lockOut = new LockOut({ db, now, monotonicNow });
  const desks = { db, operators, sessions, lockOut, hasher, audit, revisions, log };
  return {
    gate: new Gate(sessions),
    signOnDesk: new SignOnDesk(desks),
    operatorDesk: new OperatorDesk(desks),
    close: () => hasher.close(),
  };
}
