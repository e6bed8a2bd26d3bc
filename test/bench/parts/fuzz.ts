/** A million cases of bad input. A promise that is broken ends it with the seed that breaks it. */
import { fuzzNetwork } from '../../support/fuzzNetwork.ts';
import {
  type Counts,
  fuzzDecode,
  fuzzFiles,
  fuzzLines,
  fuzzPackets,
  fuzzPath,
} from '../../support/fuzzTargets.ts';

/** Of each million. The path onto disk has the most, and what opens files and connections the least. */
const SHARES = {
  path: 0.6,
  decode: 0.25,
  lines: 0.08,
  packets: 0.05,
  files: 0.012,
  network: 0.008,
} as const;
type Target = keyof typeof SHARES;

/** So many of one seed at most: what fails can be played again in seconds. */
const ROUND = 20_000;

const TARGETS: Readonly<Record<Target, (seed: number, cases: number) => Counts | Promise<Counts>>> =
  {
    path: fuzzPath,
    decode: fuzzDecode,
    lines: fuzzLines,
    packets: fuzzPackets,
    files: fuzzFiles,
    network: fuzzNetwork,
  };

export interface FuzzResult {
  readonly cases: number;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, Counts>>;
  /** What was broken; absent when nothing was. */
  readonly failed?: string;
}

/** @param progress told what is done, now and then */
export async function benchFuzz(
  cases: number,
  seed: number,
  progress: (text: string) => void,
): Promise<FuzzResult> {
  const startedAt = performance.now();
  const counts: Record<string, Record<string, number>> = {};
  let done = 0;
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  for (const [target, share] of Object.entries(SHARES) as [Target, number][]) {
    const wanted = Math.ceil(cases * share);
    const sum: Record<string, number> = {};
    counts[target] = sum;
    for (let from = 0, round = 0; from < wanted; from += ROUND, round++) {
      const size = Math.min(ROUND, wanted - from);
      try {
        const found = await TARGETS[target](seed + round, size);
        for (const [key, count] of Object.entries(found)) sum[key] = (sum[key] ?? 0) + count;
      } catch (error) {
        const failed = `${target}, seed ${seed + round}: ${String(error)}`;
        return { cases: done, seconds: seconds(), counts, failed };
      }
      done += size;
      progress(`${target}: ${from + size} of ${wanted}`);
    }
  }
  return { cases: done, seconds: seconds(), counts };
}
