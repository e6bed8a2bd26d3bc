import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { StreamSample } from './sample.ts';
import type { Series } from './temporalPatterns.ts';

const MINUTE_MS = 60_000;
/** Minutes that are looked at: an hour. */
const MINUTES = 60;
/** A power of two that holds them, the minute that fills, and those that late samples still belong to. */
const SLOTS = 64;
const MASK = SLOTS - 1;
/** A value is drawn on between its neighbours over so many minutes without a reading; a longer gap begins the series anew. */
const BRIDGED = 2;

const C = { minute: 0, heated: 1, temperature: 2, count: 3, risk: 4, arcs: 5 } as const;
const COLUMNS = 6;

/** One device's last hour as means of minutes, for what needs equal steps of time. */
export class MinuteSeries {
  readonly #state = new Float64Array(SLOTS * COLUMNS).fill(Number.NaN);

  add({ at, temperature, risk, arcs }: StreamSample): void {
    const minute = Math.floor(at / MINUTE_MS);
    const base = (minute & MASK) * COLUMNS;
    const state = this.#state;
    if (state[base + C.minute] !== minute) {
      state.fill(0, base, base + COLUMNS);
      state[base + C.minute] = minute;
    }
    if (!Number.isNaN(temperature)) {
      state[base + C.heated]!++;
      state[base + C.temperature]! += temperature;
    }
    state[base + C.count]!++;
    state[base + C.risk]! += risk;
    state[base + C.arcs]! += arcs;
  }

  /** Mean temperatures (°C) of the `MINUTES` before the one of `at`, oldest first; NaN where there was no reading. */
  temperatures(at: EpochMs): number[] {
    return this.#column(
      at,
      (base) => this.#state[base + C.temperature]! / this.#state[base + C.heated]!,
    );
  }

  /** Mean risks of the same minutes. */
  risks(at: EpochMs): number[] {
    return this.#column(at, (base) => this.#state[base + C.risk]! / this.#state[base + C.count]!);
  }

  /**
   * The newest minutes before the one of `at` that hang together, without gaps: what a short one hides is drawn on from
   * its neighbours, and holds no arcs.
   */
  series(at: EpochMs): Series {
    const temperatures = this.temperatures(at);
    const risks = this.risks(at);
    const arcs = this.#column(at, (base) => this.#state[base + C.arcs]!);
    const from = beginning(temperatures);
    const to = temperatures.findLastIndex((value) => !Number.isNaN(value)) + 1;
    return {
      temperatures: bridged(temperatures.slice(from, to)),
      risks: bridged(risks.slice(from, to)),
      arcs: arcs.slice(from, to).map((count) => (Number.isNaN(count) ? 0 : count)),
    };
  }

  #column(at: EpochMs, value: (base: number) => number): number[] {
    const now = Math.floor(at / MINUTE_MS);
    return Array.from({ length: MINUTES }, (_, i) => {
      const minute = now - MINUTES + i;
      const base = (minute & MASK) * COLUMNS;
      return this.#state[base + C.minute] === minute ? value(base) : Number.NaN;
    });
  }
}

/** Where the newest stretch begins that no gap interrupts. */
function beginning(values: readonly number[]): number {
  let begins = values.length;
  let missing = 0;
  for (let i = values.length - 1; i >= 0; i--) {
    if (!Number.isNaN(values[i]!)) {
      begins = i;
      missing = 0;
    } else if (++missing > BRIDGED && begins < values.length) break;
  }
  return begins;
}

function bridged(values: readonly number[]): number[] {
  const filled = [...values];
  for (let i = 0; i < filled.length; i++) {
    if (!Number.isNaN(filled[i]!)) continue;
    let next = i;
    while (next < filled.length && Number.isNaN(filled[next]!)) next++;
    const before = filled[i - 1] ?? filled[next] ?? 0;
    const after = filled[next] ?? before;
    const steps = next - i + 1;
    for (let k = i; k < next; k++) filled[k] = before + ((after - before) * (k - i + 1)) / steps;
  }
  return filled;
}
