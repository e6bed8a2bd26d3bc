import { createHash } from 'node:crypto';
import type { DisplayState, SeatView, SoundVerdict } from '#shared/annunciation/seat.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';

/** Pages report every ten seconds: one that misses three is gone. */
const GONE_AFTER_MS = 35_000;
/** A browser that is being clicked, or a window that somebody looks behind, is no trouble yet. */
const GRACE_MS = 60_000;
/** More windows than a building has. */
const MAX_SEATS = 64;
/** One sign-on is one window; a duplicated tab takes it along. */
const MAX_SEATS_OF_SESSION = 4;
/** Reports that a seat may send at once, and how fast it may go on. */
const BURST = 8;
const REFILL_MS = 1_000;
/** Whoever signed on before a restart is expected back for as long as a session can last. */
const EXPECTED_FOR_MS = 24 * 3_600_000;

export interface SeatReport {
  readonly seat: string;
  readonly session: string | null;
  readonly sound: SoundVerdict;
  readonly display: DisplayState;
  readonly voice: boolean;
}

interface Seat {
  readonly source: string;
  session: string | null;
  caller: Pick<Caller, 'operator' | 'desk'> | null;
  sound: SoundVerdict;
  display: DisplayState;
  voice: boolean;
  /** Monotonic, and by the wall for people. */
  reportedAt: number;
  reportedWall: EpochMs;
  soundBadSince: number | null;
  displayBadSince: number | null;
  /** The operator heard nothing of the test, and nobody has heard it since. */
  denied: boolean;
  testedAt: EpochMs | null;
  tokens: number;
  refilledAt: number;
}

export interface SeatWatchParts {
  readonly resolve: (session: string) => Caller | undefined;
  readonly troubles: Pick<TroubleReporter, 'set'>;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  /** Minutes without any seat before that is a trouble; null for never. */
  readonly noSeatMinutes: () => number | null;
  /** Since when somebody is expected to sit at a desk, across restarts; null when everybody signed off. */
  readonly expected: {
    get(): { readonly desk: string; readonly since: EpochMs } | null;
    set(expected: { readonly desk: string; readonly since: EpochMs } | null): void;
  };
  readonly changed: () => void;
}

/**
 * Whether each desk at which somebody is signed on can be heard and seen, and whether there is any.
 *
 * A page speaks for itself alone, by an id that only it knows. One with nobody signed on is an onlooker: it is not
 * judged, and can neither raise nor mend anything. A desk that goes away without a sign-off is missed once no other is
 * left; one that signed off is not.
 */
export class SeatWatch {
  readonly #parts: SeatWatchParts;
  readonly #seats = new Map<string, Seat>();
  /** Sessions whose window went away while they last, with the name of their desk. */
  readonly #missing = new Map<string, string>();
  /** Monotonic time at which a signed-on seat was last there; the start counts as one. */
  #attendedAt: number;
  #expected: { readonly desk: string; readonly since: EpochMs } | null;

  constructor(parts: SeatWatchParts) {
    this.#parts = parts;
    this.#attendedAt = parts.monotonicNow();
    this.#expected = parts.expected.get();
  }

  /** @returns whether it was taken: too many seats, or too many reports of one, are passed over. */
  report({ seat: id, session, sound, display, voice }: SeatReport): boolean {
    const caller = session === null ? undefined : this.#parts.resolve(session);
    const known = this.#seats.get(id);
    // A session that still lasts binds the seat: whoever reports without it is not that desk signing off.
    if (known?.session && !caller && this.#parts.resolve(known.session)) return false;
    const seat = known ?? this.#sit(id, caller !== undefined);
    if (!seat || !this.#mayReport(seat)) return false;
    const now = this.#parts.monotonicNow();
    const before = `${seat.caller?.operator} ${seat.sound} ${seat.display} ${seat.voice}`;
    if (caller && session !== null) this.#signedOn(seat, session, caller);
    else this.#signedOff(seat);
    seat.sound = seat.denied ? 'notHeard' : sound;
    seat.display = display;
    seat.voice = voice;
    seat.reportedAt = now;
    seat.reportedWall = this.#parts.now();
    seat.soundBadSince = seat.sound === 'ok' ? null : (seat.soundBadSince ?? now);
    seat.displayBadSince = display === 'visible' ? null : (seat.displayBadSince ?? now);
    this.#judge(seat, now);
    if (`${seat.caller?.operator} ${seat.sound} ${seat.display} ${seat.voice}` !== before)
      this.#parts.changed();
    return true;
  }

  /** Whether the seat is the one at which this session is signed on. */
  isOf(id: string, session: string): boolean {
    return this.#seats.get(id)?.session === session;
  }

  /** What the operator said after the audible test. */
  heard(id: string, heard: boolean): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.denied = !heard;
    seat.testedAt = this.#parts.now();
    seat.sound = heard ? 'ok' : 'notHeard';
    seat.soundBadSince = heard ? null : (seat.soundBadSince ?? this.#parts.monotonicNow());
    this.#judge(seat, this.#parts.monotonicNow());
    this.#parts.changed();
  }

  /** Call about once a second. */
  tick(): void {
    const now = this.#parts.monotonicNow();
    for (const [id, seat] of this.#seats) {
      if (seat.session !== null && !this.#parts.resolve(seat.session)) this.#signedOff(seat);
      if (now - seat.reportedAt >= GONE_AFTER_MS) this.#left(id, seat);
      else this.#judge(seat, now);
    }
    for (const session of this.#missing.keys()) {
      if (this.#parts.resolve(session)) continue;
      this.#missing.delete(session);
      this.#expectNobody();
    }
    this.#judgeAttendance(now);
  }

  /** Those with somebody signed on, by the name of their desk. */
  views(): readonly SeatView[] {
    return [...this.#seats.values()]
      .flatMap(({ source, caller, sound, display, voice, reportedWall, testedAt }) =>
        caller === null
          ? []
          : [{ ...caller, source, sound, display, voice, reportedAt: reportedWall, testedAt }],
      )
      .sort((a, b) => a.desk.localeCompare(b.desk) || a.source.localeCompare(b.source));
  }

  #sit(id: string, signedOn: boolean): Seat | undefined {
    if (this.#seats.size >= MAX_SEATS && !this.#makeRoom(signedOn)) return undefined;
    const now = this.#parts.monotonicNow();
    const seat: Seat = {
      source: `seat/${createHash('sha256').update(id).digest('hex').slice(0, 8)}`,
      session: null,
      caller: null,
      sound: 'ok',
      display: 'visible',
      voice: false,
      reportedAt: now,
      reportedWall: this.#parts.now(),
      soundBadSince: null,
      displayBadSince: null,
      denied: false,
      testedAt: null,
      tokens: BURST,
      refilledAt: now,
    };
    this.#seats.set(id, seat);
    return seat;
  }

  /** An onlooker makes room for a desk, never the other way round. */
  #makeRoom(signedOn: boolean): boolean {
    if (!signedOn) return false;
    const onlooker = [...this.#seats].find(([, { session }]) => session === null);
    if (!onlooker) return false;
    return this.#seats.delete(onlooker[0]);
  }

  #mayReport(seat: Seat): boolean {
    const now = this.#parts.monotonicNow();
    const refilled = Math.floor((now - seat.refilledAt) / REFILL_MS);
    if (refilled > 0) {
      seat.tokens = Math.min(BURST, seat.tokens + refilled);
      seat.refilledAt += refilled * REFILL_MS;
    }
    if (seat.tokens === 0) return false;
    seat.tokens--;
    return true;
  }

  #signedOn(seat: Seat, session: string, { operator, desk }: Caller): void {
    if (seat.session !== session) {
      const same = [...this.#seats].filter(([, other]) => other.session === session);
      const oldest = same.sort(([, a], [, b]) => a.reportedAt - b.reportedAt)[0];
      if (same.length >= MAX_SEATS_OF_SESSION && oldest) this.#drop(oldest[0], oldest[1]);
      // A new shift hears for itself.
      seat.denied = false;
      seat.testedAt = null;
    }
    seat.session = session;
    seat.caller = { operator, desk };
    this.#missing.delete(session);
    this.#attended(desk);
  }

  #signedOff(seat: Seat): void {
    if (seat.session === null) return;
    this.#mend(seat);
    seat.session = null;
    seat.caller = null;
    seat.denied = false;
    this.#expectNobody();
  }

  /** Once everybody has signed off. */
  #expectNobody(): void {
    if (this.#missing.size === 0 && !this.#isAttended()) this.#expect(null);
  }

  #left(id: string, seat: Seat): void {
    this.#drop(id, seat);
    const { session, caller } = seat;
    // A reloaded page is another seat of the same sign-on.
    const another = [...this.#seats.values()].some((other) => other.session === session);
    if (session !== null && !another) this.#missing.set(session, caller?.desk ?? '');
  }

  #drop(id: string, seat: Seat): void {
    this.#mend(seat);
    this.#seats.delete(id);
    this.#parts.changed();
  }

  #mend({ source }: Seat): void {
    this.#parts.troubles.set('soundFailing', source, null);
    this.#parts.troubles.set('displayAsleep', source, null);
  }

  #judge(seat: Seat, now: number): void {
    if (seat.caller === null) return;
    const { source, caller, sound, display, denied } = seat;
    // Somebody who listened and heard nothing needs no grace.
    const mute =
      seat.soundBadSince !== null && (denied || now - seat.soundBadSince >= GRACE_MS)
        ? `${caller.desk} (${sound})`
        : null;
    if (mute !== null || sound === 'ok') this.#parts.troubles.set('soundFailing', source, mute);
    const dark =
      seat.displayBadSince !== null && now - seat.displayBadSince >= GRACE_MS
        ? `${caller.desk} (${display})`
        : null;
    if (dark !== null || display === 'visible')
      this.#parts.troubles.set('displayAsleep', source, dark);
  }

  #isAttended(): boolean {
    for (const { session } of this.#seats.values()) if (session !== null) return true;
    return false;
  }

  #attended(desk: string): void {
    this.#attendedAt = this.#parts.monotonicNow();
    const known = this.#expected;
    // Once an hour is enough to know after a restart who was there.
    if (known?.desk === desk && Math.abs(this.#parts.now() - known.since) < 3_600_000) return;
    this.#expect({ desk, since: this.#parts.now() });
  }

  #expect(expected: { readonly desk: string; readonly since: EpochMs } | null): void {
    if (this.#expected === null && expected === null) return;
    this.#expected = expected;
    this.#parts.expected.set(expected);
  }

  #judgeAttendance(now: number): void {
    const minutes = this.#parts.noSeatMinutes();
    if (this.#isAttended()) this.#attendedAt = now;
    const since = this.#expected?.since ?? Number.NEGATIVE_INFINITY;
    const missed = this.#missing.size > 0 || this.#parts.now() - since < EXPECTED_FOR_MS;
    const alone = minutes !== null && missed && now - this.#attendedAt >= minutes * 60_000;
    const desks = [...new Set(this.#missing.values())];
    const detail = desks.length > 0 ? desks.join(', ') : (this.#expected?.desk ?? '');
    this.#parts.troubles.set('displayAsleep', 'no-seat', alone ? detail : null);
  }
}
