/** Tells the engine whether this seat can be heard and seen: when it changes, and every ten seconds. */
import type { DisplayState, SoundVerdict } from '#shared/annunciation/seat.ts';
import type { Request } from './engineClient.ts';

const EVERY_MS = 10_000;
/** Not faster than this, whatever changes. */
const APART_MS = 1_000;

export interface SeatReporterParts {
  readonly request: Request;
  readonly seat: string;
  readonly look: () => {
    readonly session: string | null;
    readonly sound: SoundVerdict;
    readonly display: DisplayState;
    readonly voice: boolean;
  };
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export class SeatReporter {
  readonly seat: string;
  readonly #parts: SeatReporterParts;
  #told = '';
  #toldAt = Number.NEGATIVE_INFINITY;
  #telling = false;

  constructor(parts: SeatReporterParts) {
    this.seat = parts.seat;
    this.#parts = parts;
  }

  /** Called a few times a second. */
  async tick(): Promise<void> {
    const since = this.#parts.now() - this.#toldAt;
    const news = JSON.stringify(this.#parts.look());
    if (this.#telling || since < APART_MS || (news === this.#told && since < EVERY_MS)) return;
    // An engine that can't be reached is shown as that; the next look tells it again.
    await this.tell().catch(() => undefined);
  }

  /** Now, whatever was told before. @throws RequestFailure */
  async tell(): Promise<void> {
    const { request, seat, look, now } = this.#parts;
    const report = look();
    this.#telling = true;
    this.#toldAt = now();
    try {
      await request((client, options) => client.annunciation.report({ seat, ...report }, options));
      this.#told = JSON.stringify(report);
    } finally {
      this.#telling = false;
    }
  }
}

/** Random and told to nobody but the engine. `crypto.randomUUID` exists only where the page came by HTTPS. */
export function newSeat(random: Pick<Crypto, 'getRandomValues'>): string {
  const bytes = random.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // Version 4, variant 1 of RFC 9562.
  const variant = ['8', '9', 'a', 'b'][(bytes[8] ?? 0) & 3] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}
