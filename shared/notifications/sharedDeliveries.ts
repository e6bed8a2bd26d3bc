/** What a desk has told people outside, as it tells another desk of the same site. Read by other versions too. */
import { z } from 'zod';

/** SHA-256 of kind and address, in hexadecimal: whom a desk tells is nobody else's, and equal ones can be told. */
const RecipientKey = z.string().regex(/^[0-9a-f]{64}$/);

export const SharedDelivery = z.object({
  /** Of `tellingName`. */
  telling: z.string().min(1).max(800),
  kind: z.string().min(1).max(32),
  recipient: RecipientKey,
  /** When it went out, by the clock of the desk that sent it. */
  at: z.number().int().min(0),
});
export type SharedDelivery = z.output<typeof SharedDelivery>;

export const SharedDeliveries = z.object({
  /** Of what: what a simulated building tells says nothing of a real one. */
  simulated: z.boolean(),
  /** Whom it can tell now, by topic: channels that are switched on and don't fail. */
  reaches: z
    .array(z.object({ topic: z.string().max(32), recipients: z.array(RecipientKey).max(1_000) }))
    .max(16),
  /** What was sent and taken; what waits, and what was tried, isn't in it. Oldest first. */
  deliveries: z.array(SharedDelivery).max(1_000),
  /** Where to go on. Less than what was asked from: the other desk's record began afresh. */
  next: z.number().int().min(0),
});
export type SharedDeliveries = z.output<typeof SharedDeliveries>;
