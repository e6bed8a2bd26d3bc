import { z } from 'zod';
import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { ChainReport } from '#shared/audit/entry.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Settings } from '../storage/Settings.ts';

const KEY = 'audit.watch';
const EVERY_MS = 24 * 3_600_000;
const SOURCE = 'audit';

const Known = z.object({
  /** When the chain was verified last, or this watch began. */
  at: z.number(),
  /** What was wrong with it then; null when nothing was. */
  broken: z.string().nullable(),
});

/**
 * Has the audit chain verified every day, and raises a trouble when it is broken: a record that somebody changed must
 * not wait until a person thinks of asking. What is known to be broken stays so across a restart.
 */
export class AuditWatch {
  readonly #settings: Pick<Settings, 'get' | 'set'>;
  readonly #troubles: TroubleReporter;
  readonly #verify: () => void;
  readonly #now: () => EpochMs;

  constructor(parts: {
    readonly settings: Pick<Settings, 'get' | 'set'>;
    readonly troubles: TroubleReporter;
    /** Begins a walk along the chain; what it finds is told to `verified`. */
    readonly verify: () => void;
    readonly now: () => EpochMs;
    /** Whether the chain was found at this start to end before what a signed head knows. */
    readonly gap: boolean;
  }) {
    this.#settings = parts.settings;
    this.#troubles = parts.troubles;
    this.#verify = parts.verify;
    this.#now = parts.now;
    const broken = this.#known()?.broken ?? null;
    if (broken !== null) this.#troubles.set('auditBroken', SOURCE, broken);
    // The desk has written the loss into the chain itself, so it is told once and doesn't stand for ever.
    if (parts.gap)
      this.#troubles.happened('auditBroken', `${SOURCE}/gap`, writeDetail({ type: 'auditGap' }));
  }

  /** Call it now and then: verifies when the last time is a day ago. @throws what the disk says. */
  daily(): void {
    const known = this.#known();
    const at = this.#now();
    // The first day begins with the first start, so that a new desk isn't busy with an empty record.
    if (!known) this.#settings.set(KEY, { at, broken: null } satisfies z.infer<typeof Known>, at);
    // Either way: a clock that was set back must not put it off.
    else if (Math.abs(at - known.at) >= EVERY_MS) this.#verify();
  }

  /** A walk along the chain has ended, whoever asked for it. @throws what the disk says. */
  verified(report: ChainReport): void {
    const broken = brokenOf(report);
    this.#troubles.set('auditBroken', SOURCE, broken);
    const at = this.#now();
    this.#settings.set(KEY, { at, broken } satisfies z.infer<typeof Known>, at);
  }

  #known(): z.infer<typeof Known> | null {
    return this.#settings.get(KEY, Known);
  }
}

/** As a trouble keeps it: the first break that the desk didn't declare itself, and how many; null when there is none. */
function brokenOf({ breaks, breakCount }: ChainReport): string | null {
  const first = breaks.find(({ declaredIn }) => declaredIn === null);
  // More than are listed: what isn't listed can't be known to be declared.
  if (!first && breakCount <= breaks.length) return null;
  return writeDetail({ type: 'audit', first: first ?? null, breaks: breakCount });
}
