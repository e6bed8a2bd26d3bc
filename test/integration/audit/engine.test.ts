/** The record of a running engine, as its pages see it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { headsPath } from '#engine/audit/headsFile.ts';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import type { SignedHead } from '#shared/audit/entry.ts';
import { signedOn } from '../../support/operators.ts';

let dataDir: string;
let engine: Engine;
let session: string;
const start = async () => {
  engine = await startEngine({
    modelPath: null,
    dataDir,
    log: createLog('silent'),
    demo: { seed: 1, devices: 5 },
    mqtt: [{ url: 'mqtt://127.0.0.1:9' }],
  });
};
const client = () => createRouterClient(engine.router);
const actions = async () =>
  (await client().audit.list({ session, limit: 500 })).entries
    .map(({ action }) => action)
    .reverse();

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'emberwatch-record-'));
  await start();
  session = await signedOn(client());
});
afterEach(async () => {
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function place(name: string): Promise<void> {
  const [device] = engine.desk.devices();
  const { placement, id } = device!;
  await client().devices.place({ session, deviceId: id, ...placement!, name });
}

async function verified() {
  await client().audit.verify({ session });
  return vi.waitUntil(
    async () => {
      const state = await client().audit.verification({ session });
      return state.running ? undefined : state;
    },
    { timeout: 30_000 },
  );
}

describe('the record', () => {
  test('begins with what the folder is, and has every configuration and every sign-on', async () => {
    await place('분전반 1');
    expect(await actions()).toEqual([
      'site.change',
      'thresholds.change',
      'audit.key',
      'operator.first',
      'access.signOn',
      'access.signOff',
      'access.signOn',
      'device.place',
    ]);
    const { entries } = await client().audit.list({ session, action: 'device.place' });
    expect(entries).toMatchObject([
      { operator: '김관제', role: 'administrator', desk: '김관제의 자리' },
    ]);
    const { from, to } = JSON.parse(entries[0]?.detail_json ?? '');
    expect(to).toEqual({ ...from, name: '분전반 1' });
  });

  test('of a start that changed nothing has nothing to tell', async () => {
    const before = await actions();
    await engine.close();
    await start();
    expect(await actions()).toEqual(before);
  });

  test('is not half written when placing fails', async () => {
    const before = await actions();
    await expect(
      client().devices.place({
        session,
        deviceId: 'nobody',
        name: 'x',
        floorId: 'nowhere',
        xM: 1,
        yM: 1,
      }),
    ).rejects.toThrow();
    expect(await actions()).toEqual(before);
  });
});

describe('a supervisor', () => {
  test('reads it page by page in both directions', async () => {
    for (let i = 0; i < 5; i++) await place(`분전반 ${i}`);
    const first = await client().audit.list({ session, limit: 5 });
    expect(first.entries.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8]);
    expect(first.more).toBe(true);
    const last = await client().audit.list({ session, limit: 10, before: 8 });
    expect(last).toMatchObject({ more: false, entries: { length: 7 } });
    const forward = await client().audit.list({ session, limit: 3, after: 9 });
    expect(forward.entries.map(({ seq }) => seq)).toEqual([10, 11, 12]);
    expect(forward.more).toBe(false);
  });

  test('finds by person, act, subject and time, and what is typed has no wildcards', async () => {
    await place('분전반 1');
    const count = async (filter: object) =>
      (await client().audit.list({ session, ...filter })).entries.length;
    const [placed] = (await client().audit.list({ session, action: 'device.place' })).entries;
    expect(await count({ person: '관제' })).toBe(5);
    expect(await count({ person: '%' })).toBe(0);
    expect(await count({ person: '관제', action: 'access.signOn' })).toBe(2);
    expect(await count({ subject: placed?.subject })).toBe(1);
    expect(await count({ from: placed?.at_ms, action: 'device.place' })).toBe(1);
    expect(await count({ from: (placed?.at_ms ?? 0) + 1, action: 'device.place' })).toBe(0);
    expect(await count({ to: (placed?.at_ms ?? 0) - 1, action: 'device.place' })).toBe(0);
  });

  test('takes it out with a head that covers the record of the export itself', async () => {
    const { until, head, keys } = await client().audit.beginExport({ session, format: 'jsonl' });
    expect(head.seq).toBe(until);
    expect(keys).toMatchObject([{ id: head.publicKeyId }]);
    const [newest] = (await client().audit.list({ session, limit: 1 })).entries;
    expect(newest).toMatchObject({ seq: until, action: 'audit.export', hash: head.hash });
    expect(JSON.parse(newest?.detail_json ?? '')).toEqual({ format: 'jsonl' });
  });

  test('has it verified beside the monitoring, and is told when it is broken', async () => {
    expect(await client().audit.verification({ session })).toMatchObject({
      running: false,
      report: null,
    });
    const revision = () => engine.desk.status().revisions.audit;
    const before = revision();
    expect(await client().audit.verify({ session })).toMatchObject({ running: true });
    expect(await verified()).toMatchObject({ report: { intact: true }, failed: null });
    expect(revision()).toBeGreaterThan(before);

    const other = new Database(join(dataDir, 'control-room.db'));
    other.exec('DELETE FROM audit WHERE seq = 2');
    other.close();
    expect(await verified()).toMatchObject({
      report: { intact: false, breaks: [{ kind: 'missing', seq: 2, to: 2 }] },
    });
    expect(engine.desk.alarms()).toContainEqual(
      expect.objectContaining({
        kind: 'auditBroken',
        state: 'unacknowledged',
        detail: expect.stringMatching(/^\{"type":"audit".*"seq":2,"to":2/),
      }),
    );
  });

  test('is told when there is no signed head to compare with', async () => {
    rmSync(headsPath(dataDir));
    expect(await verified()).toMatchObject({ report: { intact: true, headsChecked: 0 } });
  });
});

test('an engine that closes seals the record', async () => {
  await place('분전반 1');
  const [newest] = (await client().audit.list({ session, limit: 1 })).entries;
  await engine.close();
  const lines = readFileSync(headsPath(dataDir), 'utf8').trim().split('\n');
  const sealed = JSON.parse(lines.at(-1) ?? '') as SignedHead;
  expect(sealed).toMatchObject({ seq: newest?.seq, hash: newest?.hash });
  await start();
});
