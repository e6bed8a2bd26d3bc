/** Retention and backup of a running engine, as its pages see them, with the real thread. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { DEFAULT_PERIODS } from '#shared/archive/periods.ts';
import { signedOn } from '../../support/operators.ts';

let dir: string;
let engine: Engine;
let session: string;
const client = () => createRouterClient(engine.router);
const overview = () => client().archive.overview({ session });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'emberwatch-archive-'));
  engine = await startEngine({
    modelPath: null,
    dataDir: join(dir, 'data'),
    log: createLog('silent'),
    demo: { seed: 1, devices: 5 },
    mqtt: [{ url: 'mqtt://127.0.0.1:9' }],
  });
  session = await signedOn(client());
});
afterEach(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

test('an administrator sets what is kept and where else, sees the verified copy, and all of it is on record', async () => {
  const periods = { ...DEFAULT_PERIODS, readingsDays: 14 };
  expect((await overview()).periods).toEqual(DEFAULT_PERIODS);
  await client().archive.saveRetention({ session, periods });
  expect((await overview()).periods).toEqual(periods);
  await expect(
    client().archive.saveRetention({ session, periods: { ...periods, readingsDays: 1 } }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });

  const settings = { folder: join(dir, 'data', 'inside'), nightHour: 3, keepNights: 14 };
  expect(await client().archive.saveBackup({ session, settings })).toMatchObject({
    done: false,
    code: 'folderRefused',
  });
  const folder = join(dir, 'backup');
  expect(await client().archive.saveBackup({ session, settings: { ...settings, folder } })).toEqual(
    { done: true },
  );
  const backup = await vi.waitUntil(
    async () => {
      const { backup: view } = await overview();
      return view.done !== null && view.running === null ? view : undefined;
    },
    { timeout: 60_000 },
  );
  expect(backup).toMatchObject({ failed: null, done: { auditIntact: true } });
  expect(backup.done?.rows).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'control-room'))).toBe(true);

  const { entries } = await client().audit.list({ session, limit: 100 });
  const told = entries.filter(({ action }) => action.startsWith('archive.'));
  expect(told.map(({ action, detail_json }) => [action, JSON.parse(detail_json)])).toEqual([
    ['archive.backup', expect.objectContaining({ folder: `– → ${folder}` })],
    ['archive.retention', { readingsDays: '30 → 14' }],
  ]);
});
