import type { KindSet } from '#shared/alarms/conditions.ts';
import type {
  WalkTestEnd,
  WalkTestLamp,
  WalkTestMode,
  WalkTestView,
} from '#shared/contract/walkTestViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import type { Finding } from './WalkTestStore.ts';

/** A clock that is corrected by so much did not begin the test anew. */
const CLOCK_STEP_MS = 300_000;

interface Clocks {
  /** Wall clock, UTC milliseconds. */
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
}

/** What the engine keeps in memory of the test that runs. */
export class RunningTest {
  readonly id: string;
  readonly begunAt: EpochMs;
  readonly devices: ReadonlySet<string>;
  /** What each device's newest reading gave cause for: a hit is what begins, not what goes on. */
  readonly present = new Map<string, KindSet>();
  readonly #clocks: Clocks;
  readonly #mode: WalkTestMode;
  readonly #by: string;
  readonly #limitAt: EpochMs;
  readonly #monotonicLimit: number;
  readonly #points: Set<string>;
  #activeAt: EpochMs;
  #monotonicActive: number;

  /** @param activeAt when something was tested last, by the wall clock */
  constructor(test: WalkTestView, activeAt: EpochMs, clocks: Clocks) {
    const now = clocks.now();
    const monotonic = clocks.monotonicNow();
    this.id = test.id;
    this.begunAt = test.begunAt;
    this.devices = new Set(test.list.map(({ id }) => id));
    this.#clocks = clocks;
    this.#mode = test.mode;
    this.#by = test.by;
    this.#limitAt = test.limitAt;
    this.#monotonicLimit = monotonic + Math.max(0, test.limitAt - now);
    this.#points = new Set(test.hits.map(pointOf));
    this.#activeAt = activeAt;
    this.#monotonicActive = monotonic - Math.max(0, now - activeAt);
  }

  found(finding: Finding): void {
    this.#points.add(pointOf(finding));
    this.wasActive(finding.at);
  }

  wasActive(at: EpochMs): void {
    this.#activeAt = at;
    this.#monotonicActive = this.#clocks.monotonicNow();
  }

  /** Why it is over by now; null while it isn't. By either clock, so that setting one makes no test last for ever. */
  due(): WalkTestEnd | null {
    const now = this.#clocks.now();
    const monotonic = this.#clocks.monotonicNow();
    if (now < this.begunAt - CLOCK_STEP_MS) return 'clock';
    if (now >= this.#limitAt || monotonic >= this.#monotonicLimit) return 'limit';
    const idle = Math.max(now - this.#activeAt, monotonic - this.#monotonicActive);
    return idle >= WALK_TEST_LIMITS.idleMs ? 'idle' : null;
  }

  lamp(dangers: number): WalkTestLamp {
    return {
      id: this.id,
      mode: this.#mode,
      by: this.#by,
      devices: this.devices.size,
      endsAt: Math.min(this.#limitAt, this.#activeAt + WALK_TEST_LIMITS.idleMs),
      hits: this.#points.size,
      dangers,
    };
  }
}

const pointOf = ({
  deviceId,
  item,
  origin,
}: Pick<Finding, 'deviceId' | 'item' | 'origin'>): string => `${origin} ${item} ${deviceId}`;
