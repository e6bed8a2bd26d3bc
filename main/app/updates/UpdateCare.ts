import { z } from 'zod';
import type { Logger } from '#engine/log.ts';
import type { DeskSummary } from '#shared/desktop/summary.ts';
import type { StateFile } from '../StateFile.ts';
import { type MaintenanceWindow, type Obstacle, obstacle } from './maintenanceWindow.ts';
import { Release } from './release.ts';
import type { UpdateShelf } from './UpdateShelf.ts';

const Shelved = z.object({ release: Release, file: z.string() });
type Shelved = z.output<typeof Shelved>;

export const UpdateState = z.object({
  /** Waits to be installed. */
  ready: Shelved.nullable(),
  /** Was installed last and has not yet shown that it can watch; how often it was started since. */
  trial: z.object({ to: Shelved, starts: z.number().int() }).nullable(),
  /** The installer of what runs, and of what ran before; null for what somebody installed by hand. */
  current: Shelved.nullable(),
  previous: Shelved.nullable(),
  /** Versions that could not watch: not taken again by themselves. */
  refused: z.array(z.string()),
});
export type UpdateState = z.output<typeof UpdateState>;

export const NO_UPDATES: UpdateState = {
  ready: null,
  trial: null,
  current: null,
  previous: null,
  refused: [],
};

/** A version that was started so often without ever watching can't. */
const TRIAL_STARTS = 3;

export interface UpdateCareParts {
  /** Of the program that runs. */
  readonly version: string;
  readonly state: Pick<StateFile<UpdateState>, 'read' | 'write'>;
  readonly shelf: Pick<UpdateShelf, 'put' | 'check' | 'keepOnly'>;
  readonly window: MaintenanceWindow | null;
  readonly summary: () => DeskSummary | null;
  readonly now: () => Date;
  /** Stops watching, installs and ends the program. Throws when it could not, and then watches on. */
  readonly install: (file: string) => Promise<void>;
  /** Said to whoever is at the desk: a version was taken back. */
  readonly rolledBack: (version: string) => void;
  readonly log: Logger;
}

/**
 * Installs a release at a time that the administrator chose and while nothing burns, and takes it back when it can't
 * watch. What can't be undone by itself (no installer of before) is said and left to a person.
 */
export class UpdateCare {
  readonly #parts: UpdateCareParts;
  #state: UpdateState;
  #busy = false;

  constructor(parts: UpdateCareParts) {
    this.#parts = parts;
    this.#state = parts.state.read();
  }

  /** Call first thing after a start: counts it, and takes a version back that never got as far as watching. */
  async started(): Promise<void> {
    const { trial } = this.#state;
    if (trial === null) return;
    if (trial.to.release.version !== this.#parts.version) {
      // The installer did not replace the program; it may be tried again.
      this.#parts.log.error({ wanted: trial.to.release.version }, 'the update was not installed');
      this.#set({ trial: null });
      return;
    }
    const starts = trial.starts + 1;
    this.#set({ trial: { ...trial, starts } });
    if (starts > TRIAL_STARTS) await this.#takeBack('it was started again and again');
  }

  /** The engine watches: what was installed last is good. */
  async watching(): Promise<void> {
    const { trial, current } = this.#state;
    if (trial === null) return;
    this.#parts.log.info({ version: trial.to.release.version }, 'the update watches');
    this.#set({ trial: null, previous: current, current: trial.to });
    await this.#tidy();
  }

  /** The engine does not come back by itself. */
  async gaveUp(): Promise<void> {
    if (this.#state.trial !== null) await this.#takeBack('its engine gave up');
  }

  /** Whether a release is worth having: not one that was taken back, nor one that waits already. */
  wants(version: string): boolean {
    const { refused, ready } = this.#state;
    return !refused.includes(version) && ready?.release.version !== version;
  }

  /**
   * Keeps a release whose signature was found good.
   * @throws {WrongFileError} when the file is not the one that was signed
   */
  async take(release: Release, from: string): Promise<void> {
    const file = await this.#parts.shelf.put(release, from);
    this.#set({ ready: { release, file } });
    this.#parts.log.info({ version: release.version }, 'an update is ready');
    await this.#tidy();
  }

  /** The version that waits; null when none does. */
  ready(): string | null {
    return this.#state.ready?.release.version ?? null;
  }

  /** @returns what keeps it from being installed now; null when nothing does */
  obstacle(): Obstacle | 'notReady' | null {
    if (this.#state.ready === null) return 'notReady';
    return obstacle(this.#parts.summary(), this.#parts.window, this.#parts.now());
  }

  /** Call about once a minute. */
  async tick(): Promise<void> {
    if (this.obstacle() === null) await this.#installReady();
  }

  /** A person's wish: passes over the window, and over nothing else. @returns what kept it from being done */
  async installNow(): Promise<Obstacle | 'notReady' | null> {
    const why = this.obstacle();
    if (why !== null && why !== 'outsideWindow') return why;
    await this.#installReady();
    return null;
  }

  async #installReady(): Promise<void> {
    const { ready } = this.#state;
    if (ready === null || this.#busy) return;
    await this.#installing(ready, { ready: null, trial: { to: ready, starts: 0 } });
  }

  async #takeBack(why: string): Promise<void> {
    const { trial, current, refused, ready } = this.#state;
    if (trial === null || this.#busy) return;
    const { version } = trial.to.release;
    const { log, rolledBack } = this.#parts;
    const next = { trial: null, refused: [...refused, version] };
    if (current === null) {
      log.error(
        { version, why },
        'the update can’t watch, and there is no installer to go back to',
      );
      this.#set(next);
      return;
    }
    log.error({ version, why, to: current.release.version }, 'the update is taken back');
    rolledBack(version);
    await this.#installing(current, {
      ...next,
      ready: ready?.release.version === version ? null : ready,
    });
  }

  /** What is to be remembered is written before the program ends, and undone when it doesn't. */
  async #installing({ release, file }: Shelved, next: Partial<UpdateState>): Promise<void> {
    const { shelf, install, log } = this.#parts;
    const before = this.#state;
    this.#busy = true;
    try {
      await shelf.check(release, file);
      this.#set(next);
      log.info({ version: release.version }, 'installing');
      await install(file);
    } catch (error) {
      log.error({ err: error, version: release.version }, 'the installation failed');
      this.#set({ ...before, ready: null });
    } finally {
      this.#busy = false;
    }
  }

  async #tidy(): Promise<void> {
    const { ready, trial, current, previous } = this.#state;
    const kept = [ready, trial?.to, current, previous].flatMap((one) => one?.release.version ?? []);
    await this.#parts.shelf.keepOnly(kept);
  }

  #set(change: Partial<UpdateState>): void {
    this.#state = { ...this.#state, ...change };
    this.#parts.state.write(this.#state);
  }
}
