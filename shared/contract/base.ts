/** What every area of the contract is made of: identifiers, times, who acts, and how a call is refused. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const DeviceId = z.string().min(1).max(128);
export const AlarmId = z.string().min(1).max(512);
/** Made of its first alarm's id. */
export const IncidentId = z.string().min(1).max(560);
export const Time = z.number().int().min(0).max(8_640_000_000_000_000);
export const Note = z.string().trim().max(2000);
/** Proves who acts: given by `operators.signOn`, and looked up by the engine at every act. */
export const Session = z.string().min(16).max(128);

export const base = oc.errors({
  /** The session is unknown or ended: sign on again. */
  UNAUTHORIZED: {},
  /** The person's role doesn't allow it. */
  FORBIDDEN: {},
  NOT_FOUND: {},
  /** The request is well formed but the engine's state refuses it. */
  CONFLICT: {},
});
