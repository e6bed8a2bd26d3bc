/** What really happened in a recorded or simulated device stream: the lines of a truth file. */
import { z } from 'zod';

const STREAM_CATEGORIES = ['incident', 'near_miss', 'hard_negative', 'normal'] as const;

/** Written as UTC, also where it came with an offset; without one it is UTC. */
const Instant = z.iso
  .datetime({ offset: true, local: true })
  .transform((text) =>
    new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`).toISOString(),
  );
const Time = Instant.nullable().default(null);

export const streamTruthSchema = z.object({
  deviceId: z.string().min(1),
  category: z.enum(STREAM_CATEGORIES),
  /** What kind of incident or disturbance; null on a normal day. */
  type: z.string().nullable().default(null),
  start: Instant,
  end: Instant,
  /** From when on there was a hazard, or a disturbance that looks like one. */
  onset: Time,
  /** When it caught fire; null when it didn't. */
  ignition: Time,
  /** Whether, or when, the hazard ended without a fire: a breaker, a person, by itself. */
  arrested: z.union([z.boolean(), Instant]).nullable().default(null),
  /** When the disturbance or the arrested hazard was over. */
  hnEnd: Time,
});
export type StreamTruth = z.output<typeof streamTruthSchema>;

/** What an installer knows of the device: the lines of a devices file. */
export const deviceLineSchema = z.object({
  deviceId: z.string().min(1),
  /** A, rated current of the branch or main. */
  mainA: z.number().positive().nullable().default(null),
  /** Whether the gas sensor sits in the enclosure or in the room. */
  sensorLocation: z.enum(['enc', 'room']).nullable().default(null),
  site: z.string().nullable().default(null),
});
export type DeviceLine = z.output<typeof deviceLineSchema>;
