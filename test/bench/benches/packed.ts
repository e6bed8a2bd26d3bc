/** How long the packed engine takes to its first reading, beside the same engine from its sources. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannelStandIn } from '../../support/electron/MessagePortStandIn.ts';
import { clientOf } from '../../support/electron/startDesktop.ts';
import { UtilityProcessStandIn } from '../../support/electron/UtilityProcessStandIn.ts';
import { packDesktop } from '../../support/package/packDesktop.ts';
import { defineBench, progress } from '../defineBench.ts';
import { round } from '../measure.ts';

const SOURCE = fileURLToPath(new URL('../../../main/app/engineMain.ts', import.meta.url));
const LIMIT = 1.5;

/** @returns seconds from the start of the process's own module to the first device that reported. */
async function firstReading(entry: string): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'emberwatch-start-'));
  const startedAt = performance.now();
  const engine = new UtilityProcessStandIn(entry, [], { stdio: 'pipe' });
  const { port1, port2 } = new MessageChannelStandIn();
  engine.postMessage({ type: 'start', settings: { dataDir, mqtt: null, realSite: false } });
  engine.postMessage({ type: 'client' }, [port1 as never]);
  for await (const { status } of await clientOf(port2.detach()).desk.live())
    if (status.reporting > 0) break;
  const seconds = (performance.now() - startedAt) / 1000;
  engine.postMessage({ type: 'shutdown' });
  await engine.exited;
  rmSync(dataDir, { recursive: true, force: true });
  return seconds;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

export const bench = defineBench({
  options: { rounds: { default: 5, what: 'starts of each, by turns, after one that warms up' } },
  async run({ rounds }) {
    progress('packing what out/ holds (npm run build and npm run notices first)');
    const packed = await packDesktop('linux');
    try {
      const entries = { source: SOURCE, packed: join(packed.app, 'out/main/engine.js') };
      const seconds = { source: [] as number[], packed: [] as number[] };
      for (let round = 0; round <= rounds; round++) {
        for (const name of ['source', 'packed'] as const) {
          const taken = await firstReading(entries[name]);
          progress(`${name}: ${taken.toFixed(2)} s`);
          if (round > 0) seconds[name].push(taken);
        }
      }
      const ratio = median(seconds.packed) / median(seconds.source);
      return {
        sourceSeconds: round(median(seconds.source), 3),
        packedSeconds: round(median(seconds.packed), 3),
        ratio: round(ratio, 3),
        limit: LIMIT,
        ...(ratio > LIMIT && { failed: 'the packed engine starts too slowly' }),
      };
    } finally {
      packed.remove();
    }
  },
});
