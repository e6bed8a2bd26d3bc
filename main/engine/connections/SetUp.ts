import type Database from 'better-sqlite3';
import { z } from 'zod';
import { SET_UP_STEPS, type SetUpStep, type SetUpView } from '#shared/contract/connectionViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Settings } from '../storage/Settings.ts';
import type { Site } from '../storage/Site.ts';

const KEY = 'setUp';
const Kept = z.object({ step: z.enum(SET_UP_STEPS), later: z.boolean() });

interface SetUpParts {
  readonly db: Database.Database;
  readonly settings: Settings;
  readonly audit: AuditChain;
  readonly site: Pick<Site, 'simulated'>;
  /** Whether anything is set up by which readings can come. */
  readonly connected: () => boolean;
  readonly now: () => EpochMs;
  readonly changed: () => void;
}

/** How far the first set-up has come: kept, so that whoever was called away goes on where they were. */
export class SetUp {
  readonly #parts: SetUpParts;

  constructor(parts: SetUpParts) {
    this.#parts = parts;
  }

  view(): SetUpView {
    const { settings, site, connected } = this.#parts;
    const { simulated } = site;
    const kept = settings.get(KEY, Kept);
    if (kept) return { ...kept, simulated };
    // A desk that ran before there was a set-up, or that is told its brokers at the start, needs none.
    const step: SetUpStep = simulated || connected() ? 'done' : 'site';
    return { step, later: false, simulated };
  }

  move(step: SetUpStep, later: boolean, by: Caller): SetUpView {
    const { db, settings, audit, now, changed } = this.#parts;
    db.transaction(() => {
      settings.set(KEY, { step, later }, Math.round(now()), by.operator);
      audit.append({ by, action: 'connections.setUp', subject: null, detail: { step, later } });
    }).immediate();
    changed();
    return this.view();
  }
}
