/** Made-up recordings of devices, small enough to know by heart what must come out. */
import { wire } from './wire.ts';

export const START = Date.UTC(2026, 0, 5);
export const MINUTE = 60_000;

export interface Recording {
  readonly deviceId: string;
  readonly minutes: number;
  /** What differs from a calm device at a minute, fractions included. */
  readonly at?: (minute: number) => Record<string, unknown>;
  readonly intervalMs?: number;
}

export function linesOf({ deviceId, minutes, at, intervalMs = 30_000 }: Recording): string[] {
  return Array.from({ length: (minutes * MINUTE) / intervalMs }, (_, idx) => {
    const timestamp = new Date(START + idx * intervalMs).toISOString();
    const change = at?.((idx * intervalMs) / MINUTE) ?? {};
    return JSON.stringify(wire(deviceId, { idx, timestamp, ...change }));
  });
}

/** Minutes since the start as a truth file has them. */
export const time = (minute: number): string => new Date(START + minute * MINUTE).toISOString();
