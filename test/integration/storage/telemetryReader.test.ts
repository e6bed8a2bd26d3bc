import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RAW_BY_SEQ } from '#engine/storage/telemetry/RawRows.ts';
import {
  BLOCK_DATA,
  BLOCKS_BY_ARRIVAL,
  BLOCKS_IN_SPAN,
  DEVICE_KEY,
  MINUTE_ROLLUP,
  NEWEST_BLOCKS,
  QUARTER_ROLLUP,
} from '#engine/storage/telemetry/segmentQueries.ts';
import { scored } from '../../unit/storage/readings.ts';
import { temporaryFolder, withRaw } from './folder.ts';
import { bench, HOUR, NOON } from './telemetry.ts';

/** A reader thread with another program in it. */
function threadThat(does: string): URL {
  const file = path.join(temporaryFolder(), 'thread.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${does}`);
  return pathToFileURL(file);
}

const QUERY = { deviceId: 'device-1', from: 0, to: NOON * 2, maxPoints: 100, gapMs: HOUR };

describe('the thread that reads history', () => {
  const deaths = [
    {
      name: 'throws',
      does: "parentPort.on('message', () => { throw new Error('out of cheese'); });",
      says: 'out of cheese',
    },
    {
      name: 'exits',
      does: "parentPort.on('message', () => process.exit(3));",
      says: 'exited with code 3',
    },
    { name: 'can’t be loaded', does: "import './does-not-exist.mjs';", says: 'does-not-exist' },
  ];
  for (const { name, does, says } of deaths)
    test(`rejects every question that waits when it ${name}, and recording goes on`, async () => {
      const { store } = bench({ workerUrl: threadThat(does) });
      store.append([scored(NOON)]);
      const asked = await Promise.allSettled([
        store.timeline(QUERY),
        store.latestRows('device-1', 1),
      ]);
      for (const answer of asked) {
        expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'readerFailed' } });
        expect(String((answer as PromiseRejectedResult).reason)).toContain(says);
      }
      store.append([scored(NOON + 1)]);
    });

  test('is started again by the next question', async () => {
    const flag = path.join(temporaryFolder(), 'died-once');
    const real = new URL(
      '../../../main/engine/storage/telemetry/reader.worker.ts',
      import.meta.url,
    );
    const workerUrl = threadThat(`
      import { existsSync, writeFileSync } from 'node:fs';
      if (existsSync(${JSON.stringify(flag)})) await import(${JSON.stringify(real.href)});
      else { writeFileSync(${JSON.stringify(flag)}, ''); process.exit(1); }`);
    const { store } = bench({ workerUrl });
    store.append([scored(NOON)]);
    await expect(store.timeline(QUERY)).rejects.toMatchObject({ code: 'readerFailed' });
    expect((await store.timeline(QUERY)).readingCount).toBe(1);
  });

  test('answers many questions at once, each with its own', async () => {
    const { store } = bench();
    store.append(
      Array.from({ length: 50 }, (_, n) => scored(NOON + n, { deviceId: `device-${n % 10}` })),
    );
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => store.timeline({ ...QUERY, deviceId: `device-${n}` })),
    );
    expect(answers.map(({ deviceId, t }) => [deviceId, t[0]])).toEqual(
      Array.from({ length: 10 }, (_, n) => [`device-${n}`, NOON + n]),
    );
  });
});

describe('a question about one device', () => {
  const searches = [
    ['DEVICE_KEY', DEVICE_KEY],
    ['BLOCKS_IN_SPAN', BLOCKS_IN_SPAN],
    ['BLOCK_DATA', BLOCK_DATA],
    ['QUARTER_ROLLUP', QUARTER_ROLLUP],
    ['MINUTE_ROLLUP', MINUTE_ROLLUP],
    ['NEWEST_BLOCKS', NEWEST_BLOCKS],
    ['RAW_BY_SEQ', RAW_BY_SEQ],
    ['BLOCKS_BY_ARRIVAL', BLOCKS_BY_ARRIVAL],
  ] as const;
  test.each(searches)('searches and neither scans nor sorts: %s', (_, sql) => {
    const at = bench();
    const plan = withRaw(at.file('2026-01-02'), (db) => {
      const statement = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
      return statement.all(...Array(sql.split('?').length - 1).fill(1)).map(({ detail }) => detail);
    });
    expect(plan).toHaveLength(1);
    expect(plan[0]).toMatch(/^SEARCH /);
  });
});
