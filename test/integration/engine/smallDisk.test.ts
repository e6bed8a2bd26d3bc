import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { daysInUse } from '#engine/health/daysInUse.ts';
import { SpaceKeeper } from '#engine/health/SpaceKeeper.ts';
import { dayOf } from '#engine/storage/telemetry/days.ts';
import { readDetail } from '#shared/alarms/troubleDetail.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { scored } from '../../unit/storage/readings.ts';
import { silent } from '../storage/folder.ts';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 5, 3);
const DISK = mkdtempSync(path.join(tmpdir(), 'emberwatch-disk-'));
const mounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', DISK]).status === 0;
if (!mounted)
  process.stderr.write(
    'SKIPPED: the test of a disk that is really full, because no tmpfs can be mounted here (needs root)\n',
  );

afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', DISK]);
  rmSync(DISK, { recursive: true, force: true });
});

/** A real file system of twenty-four megabytes, filled to its last block. */
describe.skipIf(!mounted)('a disk that is really full', () => {
  let desk: PipelineDesk;
  let keeper: SpaceKeeper;
  let gaveWay: string[];
  let keepFreeMb: number;
  const filler = path.join(DISK, 'filler');
  const dataDir = path.join(DISK, 'data');

  beforeEach(() => {
    vi.useFakeTimers();
    mkdirSync(dataDir);
    // Three days of an earlier time, one of which an open alarm still needs.
    desk = new PipelineDesk(T0 - 20 * DAY, { dataDir });
    for (const ago of [20, 19, 9]) {
      desk.clock = T0 - ago * DAY;
      if (ago === 9) desk.hear('old-fire', 1, { sensorTemp: 85 });
      desk.pipeline.flush();
      const rows = Array.from({ length: 12_000 }, (_, n) =>
        scored(desk.clock + n, {
          deviceId: 'calm',
          idx: n,
          voltage: 220 + Math.sin(n),
          current: Math.cos(n),
          power: Math.sin(n * 7),
        }),
      );
      desk.storage.telemetry.append(rows);
    }
    desk.clock = T0;
    while (desk.storage.telemetry.pack(1_000).more);
    gaveWay = [];
    keepFreeMb = 0;
    keeper = new SpaceKeeper({
      freeBytes: async () => {
        const { bavail, bsize } = statfsSync(DISK);
        return bavail * bsize;
      },
      keepFreeMb: () => keepFreeMb,
      failing: () => (desk.failing.at(-1) ?? null) !== null,
      giveWay: () => {
        const kept = daysInUse(desk.storage.controlRoom);
        return desk.storage.telemetry.giveWay((day) => kept.has(day));
      },
      troubles: {
        happened: (_kind, _source, detail) => {
          const read = readDetail(detail);
          if (read?.type === 'gaveWay') gaveWay.push(read.day);
        },
      },
      monotonicNow: () => desk.clock,
      log: silent,
    });
    desk.hear('hot', 1);
    desk.pipeline.flush();
    desk.acknowledged.length = 0;
  });

  afterEach(async () => {
    vi.useRealTimers();
    rmSync(filler, { force: true });
    await desk.dispose();
  });

  /** To the last block. */
  const fill = () => {
    const block = Buffer.alloc(4096, 1);
    try {
      for (;;) writeFileSync(filler, block, { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  };
  const seconds = (count: number) => {
    for (let i = 0; i < count; i++) {
      desk.clock += 1_000;
      vi.advanceTimersByTime(1_000);
    }
  };
  /** What the disk can't take even where a database has a free page left. */
  const hearMany = (from: number, to: number) => {
    for (let idx = from; idx < to; idx++) desk.hear('calm', idx, { volt: 220 + Math.cos(idx) });
    desk.pipeline.flush();
  };
  const soundFiles = async () => {
    await desk.close();
    const files = [
      'control-room.db',
      ...[20, 19, 9, 0].map((ago) => `telemetry/${dayOf(T0 - ago * DAY)}.db`),
    ];
    return files.flatMap((name) => {
      try {
        const db = new Database(path.join(dataDir, name), { fileMustExist: true });
        const found = db.pragma('quick_check', { simple: true });
        db.close();
        return found === 'ok' ? [] : [`${name}: ${String(found)}`];
      } catch (error) {
        // Gave way.
        return gaveWay.some((day) => name.includes(day)) ? [] : [`${name}: ${String(error)}`];
      }
    });
  };

  it('still shows a fire, and what waited is stored once when there is room again', async () => {
    fill();
    hearMany(100_000, 102_000);
    seconds(2);
    desk.hear('hot', 2, { sensorTemp: 85 });
    seconds(2);
    expect(desk.failing.at(-1)).toMatch(/full/);
    expect(desk.pipeline.openAlarms()).toContainEqual(
      expect.objectContaining({ deviceId: 'hot', kind: 'risk', priority: 'CRITICAL' }),
    );
    rmSync(filler);
    seconds(12);
    expect(desk.failing.at(-1)).toBeNull();
    expect(desk.stored('hot')).toEqual([1, 2]);
    expect(desk.stored('calm').filter((idx) => idx >= 100_000)).toHaveLength(2_000);
    expect(new Set(desk.acknowledged).size).toBe(desk.acknowledged.length);
    expect(desk.alarms.open().filter(({ deviceId }) => deviceId === 'hot')).toHaveLength(1);
    expect(await soundFiles()).toEqual([]);
  });

  it('makes its oldest readings give way, but not those of an open alarm, and goes on by itself', async () => {
    keepFreeMb = 1;
    fill();
    hearMany(100_000, 100_800);
    seconds(2);
    expect(desk.failing.at(-1)).toMatch(/full/);
    await keeper.tick();
    seconds(6);
    expect(desk.failing.at(-1)).toBeNull();
    expect(gaveWay).toEqual([dayOf(T0 - 20 * DAY), dayOf(T0 - 19 * DAY)]);
    expect(desk.storage.telemetry.segments()[0]?.day).toBe(dayOf(T0 - 9 * DAY));
    expect(desk.stored('calm').filter((idx) => idx >= 100_000)).toHaveLength(800);
    // With nothing left that may go, it stays as it is and says so.
    fill();
    hearMany(100_800, 101_600);
    seconds(2);
    await keeper.tick();
    expect(desk.failing.at(-1)).toMatch(/full/);
    expect(gaveWay).toHaveLength(2);
    expect(desk.storage.telemetry.segments()[0]?.day).toBe(dayOf(T0 - 9 * DAY));
    rmSync(filler);
    seconds(12);
    expect(desk.stored('calm').filter((idx) => idx >= 100_000)).toHaveLength(1_600);
    expect(await soundFiles()).toEqual([]);
  });
});
