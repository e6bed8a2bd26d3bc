/** Power cuts modelled on the files; and, where strace is there, whether the disk is asked before anything is said. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CutFound, cutControlRoom, cutSegment } from '../../support/powerCuts.ts';
import { seeded } from '../../unit/storage/readings.ts';
import { defineBench, progress } from '../defineBench.ts';
import { benchFolder } from '../parts/packedDay.ts';

const CHILD = fileURLToPath(new URL('../parts/actsForStrace.ts', import.meta.url));

export const bench = defineBench({
  options: {
    cuts: { default: 1_000, what: 'power cuts of each of the two databases' },
    seed: { default: 1, what: 'of what reached the disk' },
    acts: { default: 50, what: 'commits that strace looks at' },
  },
  async run({ cuts, seed, acts }) {
    const controlRoom = new Tally();
    const segment = new Tally();
    // Portions, so that no folder holds a thousand copies.
    for (let done = 0; done < cuts; done += 100) {
      const portion = Math.min(100, cuts - done);
      const random = seeded(seed + done);
      const one = benchFolder('power');
      for (const cut of cutControlRoom(one.dir, portion, random)) controlRoom.add(cut);
      one.remove();
      const other = benchFolder('power');
      for await (const cut of cutSegment(other.dir, portion, random)) segment.add(cut);
      other.remove();
      progress(`${done + portion} cuts`);
    }
    const synced = syncedBeforeSaid(acts);
    const figures = { seed, controlRoom, segment, syncedBeforeSaid: synced };
    const broken =
      controlRoom.broken + segment.broken > 0 || (synced !== null && synced.notSynced > 0);
    return broken ? { ...figures, failed: 'something that was said to be done was lost' } : figures;
  },
});

class Tally {
  cuts = 0;
  broken = 0;
  lostWhatCameAfter = 0;

  add({ said, found, most, repaired, torn }: CutFound): void {
    this.cuts++;
    if (found < said || found > most || repaired || torn) this.broken++;
    if (found < most) this.lostWhatCameAfter++;
  }
}

/** @returns null where strace is not installed. */
function syncedBeforeSaid(acts: number): { acts: number; notSynced: number } | null {
  const { dir, remove } = benchFolder('strace');
  try {
    const { error, stderr } = spawnSync(
      'strace',
      [
        '-f',
        '-y',
        '-e',
        'trace=pwrite64,fdatasync,fsync,write',
        process.execPath,
        CHILD,
        dir,
        String(acts),
      ],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (error) return null;
    return judge(stderr, path.join(dir, 'control-room.db-wal'));
  } finally {
    remove();
  }
}

/** Walks along the calls: between the last write to the log and each `done`, the log must have been synced. */
function judge(trace: string, wal: string): { acts: number; notSynced: number } {
  let dirty = false;
  let acts = 0;
  let notSynced = 0;
  for (const line of trace.split('\n')) {
    if (line.includes('pwrite64(') && line.includes(wal)) dirty = true;
    else if (/f(data)?sync\(/.test(line) && line.includes(wal)) dirty = false;
    else if (/write\(1<[^>]*>, "done/.test(line)) {
      acts++;
      if (dirty) notSynced++;
    }
  }
  return { acts, notSynced };
}
