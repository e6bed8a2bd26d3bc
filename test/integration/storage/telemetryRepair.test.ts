import { existsSync, truncateSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { scored } from '../../unit/storage/readings.ts';
import { DAMAGES, filesLike, overwrite, PAGE, pagesOf, withRaw } from './folder.ts';
import { type Bench, bench, DAY, HOUR, NOON, packAll } from './telemetry.ts';

const TODAY = '2026-01-02';
const DEVICES = 10;
const HOURS = 8;

/** A morning of readings: most of it packed, the last hour raw. Closed and checkpointed. */
async function morning(at: Bench): Promise<number> {
  const start = NOON - HOURS * HOUR;
  let rows = 0;
  for (let hour = 0; hour < HOURS; hour++)
    for (let device = 0; device < DEVICES; device++) {
      at.store.append(
        Array.from({ length: 360 }, (_, n) => {
          const measuredAt = start + hour * HOUR + n * 10_000;
          const voltage = 220 + Math.sin(n * 7 + device);
          return scored(measuredAt, {
            deviceId: `device-${device}`,
            idx: n,
            voltage,
            current: Math.cos(n),
          });
        }),
      );
      rows += 360;
    }
  at.clock.now = NOON;
  packAll(at.store);
  await at.store.close();
  // Without free pages, so that wherever the file is damaged, something is lost.
  withRaw(at.file(TODAY), (db) => db.pragma('incremental_vacuum'));
  return rows;
}

async function readable(at: Bench): Promise<number> {
  let rows = 0;
  for (let device = 0; device < DEVICES; device++)
    rows += (await at.store.latestRows(`device-${device}`, 100_000)).length;
  return rows;
}

describe('today’s segment, damaged while the engine was off', () => {
  for (const { name, atLeast, damage } of DAMAGES)
    test(`never keeps the desk from monitoring: ${name}`, async () => {
      const at = bench();
      const rows = await morning(at);
      damage(at.file(TODAY));
      await at.restart();
      expect(at.repairs).toHaveLength(1);
      expect(at.repairs[0]).toMatchObject({ kind: 'segmentSalvaged', at: NOON });
      expect(existsSync(at.repairs[0]!.movedTo)).toBe(true);
      expect(await readable(at)).toBeGreaterThanOrEqual(Math.floor(rows * atLeast * 0.97));
      at.store.append([scored(NOON, { deviceId: 'device-after' })]);
      expect(await at.store.latestRows('device-after', 5)).toHaveLength(1);
      await at.restart();
      expect(at.repairs).toHaveLength(1);
      expect(filesLike(at.dir, 'salvag')).toEqual([]);
    });

  test('keeps its packed hours although the list of devices is lost', async () => {
    const at = bench();
    await morning(at);
    const root = withRaw(at.file(TODAY), (db) =>
      db
        .prepare<[], number>("SELECT rootpage FROM sqlite_master WHERE name = 'device'")
        .pluck()
        .get(),
    )!;
    overwrite(at.file(TODAY), (root - 1) * PAGE, PAGE);
    await at.restart();
    expect(at.repairs[0]!.detail).toContain('of device');
    // The raw rows of the last hour name no device but in that list; the same devices have packed hours that do.
    expect(await readable(at)).toBe(DEVICES * HOURS * 360);
  });
});

describe('a segment that turns out to be damaged while the engine runs', () => {
  test('costs a chart its day, is repaired on the side, and is whole again', async () => {
    const at = bench();
    await morning(at);
    await at.restart();
    at.clock.now = NOON + 5 * DAY;
    packAll(at.store);
    await at.restart();
    at.store.append([scored(NOON + 5 * DAY, { deviceId: 'device-1' })]);
    breakABlob(at, 'device-1');
    const ask = () =>
      at.store.timeline({
        deviceId: 'device-1',
        from: NOON - DAY,
        to: NOON + 6 * DAY,
        maxPoints: 20_000,
        gapMs: HOUR,
      });
    expect((await ask()).readingCount).toBe(1);
    await vi.waitFor(() => expect(at.repairs).toHaveLength(1), 20_000);
    expect(at.repairs[0]!.detail).toContain('fail their checksum');
    // All hours but the one whose blob is gone.
    expect((await ask()).readingCount).toBe(360 * (HOURS - 1) + 1);
    expect(at.repairs).toHaveLength(1);
  });

  test('is today’s: it is repaired, and the readings go on into the fresh one', async () => {
    const at = bench();
    await morning(at);
    await at.restart();
    breakABlob(at, 'device-3');
    expect(await at.store.latestRows('device-3', 100_000)).toEqual([]);
    expect(at.repairs).toHaveLength(1);
    at.store.append([scored(NOON, { deviceId: 'device-3', idx: 1000 })]);
    expect(await at.store.latestRows('device-3', 100_000)).toHaveLength(360 * (HOURS - 1) + 1);
  });

  test('is the one that is written to: the batch is committed all the same', async () => {
    const at = bench();
    await morning(at);
    await at.restart();
    // Behind the engine's back, so that its own cache knows nothing: the damage shows at a page it has to read.
    withRaw(at.file(TODAY), (db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    for (let page = 1; page < pagesOf(at.file(TODAY)); page++)
      overwrite(at.file(TODAY), page * PAGE, PAGE);
    const rows = Array.from({ length: 5_000 }, (_, n) =>
      scored(NOON + n, { deviceId: `new-${n % 50}`, idx: n }),
    );
    at.store.append(rows);
    expect(at.repairs.length).toBeGreaterThan(0);
    expect(await at.store.latestRows('new-7', 1_000)).toHaveLength(100);
  });

  test('is found by packing: the damaged hour goes, the new rows of that hour stay', async () => {
    const at = bench();
    await morning(at);
    await at.restart();
    breakABlob(at, 'device-1');
    at.store.append([
      scored(NOON - 7.5 * HOUR, { deviceId: 'device-1', idx: 5_000, receivedAt: NOON }),
    ]);
    at.clock.now = NOON + HOUR;
    packAll(at.store);
    expect(at.repairs).toHaveLength(1);
    expect(await at.store.latestRows('device-1', 100_000)).toHaveLength(360 * (HOURS - 1) + 1);
  });

  test('is gone altogether: the others still answer', async () => {
    const at = bench();
    at.store.append([scored(NOON)]);
    at.clock.now = NOON + 5 * DAY;
    at.store.append([scored(NOON + 5 * DAY)]);
    packAll(at.store);
    await at.restart();
    truncateSync(at.file(TODAY), 0);
    const { readingCount } = await at.store.timeline({
      deviceId: 'device-1',
      from: 0,
      to: NOON * 2,
      maxPoints: 100,
      gapMs: HOUR,
    });
    expect(readingCount).toBe(1);
  });
});

/** Flips bits inside the blob of the device's first hour: the file's structure stays whole. */
function breakABlob(at: Bench, deviceId: string): void {
  withRaw(at.file(TODAY), (db) => {
    const { id, data } = db
      .prepare<[string], { id: number; data: Buffer }>(
        `SELECT block.id, data FROM block JOIN device ON device.key = block.device
         WHERE device.id = ? ORDER BY hour LIMIT 1`,
      )
      .get(deviceId)!;
    data[data.length >> 1]! ^= 0xff;
    db.prepare('UPDATE block SET data = ? WHERE id = ?').run(data, id);
  });
}
