import type { ShiftDue } from '#shared/contract/shiftViews.ts';
import { CheckLists, type CheckParts } from './CheckLists.ts';
import { EngineRuns } from './EngineRuns.ts';
import { Handovers } from './Handovers.ts';
import type { HandoverSources } from './handoverSummary.ts';
import { ShiftLog } from './ShiftLog.ts';

interface ShiftParts
  extends Omit<CheckParts, 'firstAt'>,
    Omit<HandoverSources, 'overdueLists' | 'db'> {
  readonly monotonicNow: () => number;
  readonly startedAt: number;
  readonly version: string;
  /** Something that the shift screen or its badge shows has changed. */
  readonly changed: () => void;
}

/** Everything of the change of shifts: the log, the check lists, the hand-overs, and when this desk watched. */
export class Shift {
  readonly log: ShiftLog;
  readonly checks: CheckLists;
  readonly handovers: Handovers;
  readonly #runs: EngineRuns;
  readonly #changed: () => void;
  #periods: string;

  constructor(parts: ShiftParts) {
    this.#changed = parts.changed;
    this.#runs = new EngineRuns(parts);
    this.log = new ShiftLog(parts);
    this.checks = new CheckLists({ ...parts, firstAt: this.#runs.firstAt });
    this.handovers = new Handovers({ ...parts, overdueLists: () => this.checks.overdue() });
    this.#periods = this.checks.periods();
  }

  due(): ShiftDue {
    return { overdueLists: this.checks.overdue(), handoverWaiting: this.handovers.isWaiting() };
  }

  /** Call it about once a second. @throws what the disk says; the next call makes it good. */
  tick(): void {
    const periods = this.checks.periods();
    if (periods !== this.#periods) {
      this.#periods = periods;
      this.#changed();
    }
    this.#runs.tick();
  }

  /** The program ends as it should. @throws what the disk says. */
  stop(): void {
    this.#runs.stop();
  }
}
