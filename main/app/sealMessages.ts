/**
 * How the engine has its secrets sealed: only the shell can reach the operating system's store, so the engine asks it.
 * Both ends are this program's own processes; no page can post here.
 */
import { z } from 'zod';

export const SealRequest = z.strictObject({
  type: z.enum(['seal', 'open']),
  id: z.number().int(),
  /** The secret, or what became of it. */
  text: z.string().max(100_000),
});
export type SealRequest = z.output<typeof SealRequest>;

export const SealAnswer = z.object({
  type: z.literal('sealed'),
  id: z.number().int(),
  /** Null: refused. */
  text: z.string().nullable(),
});
export type SealAnswer = z.output<typeof SealAnswer>;
