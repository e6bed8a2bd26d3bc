import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { type AnnunciationSettings, defaultAnnunciation } from '#shared/annunciation/settings.ts';
import { AnnunciationInput } from '#shared/contract/annunciation.ts';
import type { Caller } from '../access/Caller.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { Settings } from '../storage/Settings.ts';
import { Resound } from './Resound.ts';
import { SeatWatch } from './SeatWatch.ts';

const SETTINGS_KEY = 'annunciation';
const EXPECTED_KEY = 'annunciation.expected';
const Expected = z.object({ desk: z.string(), since: z.number() }).nullable();

/** Whether alarms reach somebody: the desks that can be heard and seen, and the sound that comes back. */
export class AnnunciationRoom {
  readonly seats: SeatWatch;
  readonly #resound: Resound;
  readonly #db: Database.Database;
  readonly #store: Pick<Settings, 'get' | 'set'>;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => number;
  readonly #log: Logger;
  readonly #changed: () => void;
  #settings: AnnunciationSettings;

  constructor(parts: {
    readonly db: Database.Database;
    readonly settings: Pick<Settings, 'get' | 'set'>;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly resolve: (session: string) => Caller | undefined;
    readonly alarms: Pick<AlarmDesk, 'open' | 'commit'>;
    readonly troubles: Pick<TroubleReporter, 'set'>;
    readonly simulated: boolean;
    readonly now: () => number;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    /** Told when the seats or the settings changed. */
    readonly changed: () => void;
    /** Told which alarms sound again. */
    readonly resounded: (alarms: readonly AlarmRecord[]) => void;
  }) {
    this.#db = parts.db;
    this.#store = parts.settings;
    this.#audit = parts.audit;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#changed = parts.changed;
    this.#settings =
      parts.settings.get(SETTINGS_KEY, AnnunciationInput) ?? defaultAnnunciation(parts.simulated);
    this.seats = new SeatWatch({
      ...parts,
      noSeatMinutes: () => this.#settings.noSeatMinutes,
      expected: {
        get: () => parts.settings.get(EXPECTED_KEY, Expected),
        set: (expected) => this.#rememberExpected(expected),
      },
    });
    this.#resound = new Resound({
      ...parts,
      settings: () => this.#settings,
      changed: parts.resounded,
    });
  }

  settings(): AnnunciationSettings {
    return this.#settings;
  }

  /** @throws what the disk says; then nothing was changed. */
  change(settings: AnnunciationSettings, by: Caller): AnnunciationSettings {
    this.#db
      .transaction(() => {
        this.#store.set(SETTINGS_KEY, settings, this.#now(), by.operator);
        this.#audit.append({
          by,
          action: 'annunciation.change',
          subject: SETTINGS_KEY,
          detail: { before: this.#settings, after: settings },
        });
      })
      .immediate();
    this.#settings = settings;
    this.#changed();
    return settings;
  }

  /**
   * Keeps what an operator said after the audible test.
   *
   * @returns false when the seat is not theirs.
   * @throws what the disk says; then it was not taken.
   */
  heard(seat: string, session: string, heard: boolean, by: Caller): boolean {
    if (!this.seats.isOf(seat, session)) return false;
    this.#db
      .transaction(() =>
        this.#audit.append({ by, action: 'sound.heard', subject: by.desk, detail: { heard } }),
      )
      .immediate();
    this.seats.heard(seat, heard);
    return true;
  }

  /** Call about once a second. */
  tick(): void {
    this.seats.tick();
    this.#resound.tick();
  }

  /** Only for the next start: a disk that refuses must not keep a desk from reporting. */
  #rememberExpected(expected: z.output<typeof Expected>): void {
    try {
      this.#store.set(EXPECTED_KEY, expected, this.#now());
    } catch (error) {
      this.#log.error({ err: error }, 'who is expected at the desk could not be kept');
    }
  }
}
