import { beforeEach, describe, expect, test } from 'vitest';
import { SpaceKeeper } from '#engine/health/SpaceKeeper.ts';
import { createLog } from '#engine/log.ts';

const MEGABYTE = 1_000_000;

let clock: number;
let free: number;
let days: string[];
let failing: boolean;
let keepFreeMb: number;
let told: string[];
let keeper: SpaceKeeper;

beforeEach(() => {
  clock = 0;
  free = 1_000;
  days = ['2026-01-01', '2026-01-02', '2026-01-03'];
  failing = false;
  keepFreeMb = 500;
  told = [];
  keeper = new SpaceKeeper({
    freeBytes: async () => free * MEGABYTE,
    keepFreeMb: () => keepFreeMb,
    failing: () => failing,
    giveWay: () => {
      const day = days.shift() ?? null;
      if (day !== null) free += 150;
      return day;
    },
    troubles: { happened: (kind, source, detail) => told.push(`${kind} ${source} ${detail}`) },
    monotonicNow: () => clock,
    log: createLog('silent'),
  });
});

const look = async (after = 30_000) => {
  clock += after;
  await keeper.tick();
};

describe('a disk that is nearly full', () => {
  test('makes the oldest days of readings give way, no more than is needed, and says which', async () => {
    await look();
    expect(told).toEqual([]);
    free = 300;
    await look();
    expect(told).toEqual(
      ['2026-01-01', '2026-01-02'].map(
        (day) => `diskLow readings ${JSON.stringify({ type: 'gaveWay', day })}`,
      ),
    );
    expect(days).toEqual(['2026-01-03']);
  });

  test('is looked at every second while commits fail', async () => {
    await look();
    free = 0;
    await look(1_000);
    expect(days).toHaveLength(3);
    failing = true;
    await look(1_000);
    expect(days).toHaveLength(0);
  });

  test('deletes nothing where the administrator wants to keep everything', async () => {
    keepFreeMb = 0;
    free = 0;
    await look();
    expect(days).toHaveLength(3);
  });

  test('with nothing left to give way goes on', async () => {
    days = [];
    free = 0;
    await look();
    await look();
    expect(told).toEqual([]);
  });
});
