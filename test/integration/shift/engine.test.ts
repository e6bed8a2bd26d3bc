/** The change of shifts and the meter through the engine's own door: who may, what is refused, what is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import type { OperatorView } from '#shared/contract/views.ts';
import { CHECK_ITEMS, CHECK_LISTS } from '#shared/shift/checkLists.ts';
import { signedOn } from '../../support/operators.ts';

let dataDir: string;
let engine: Engine;
let client: ReturnType<typeof clientOf>;

const clientOf = (of: Engine) => createRouterClient(of.router);
const start = async () => {
  engine = await startEngine({
    modelPath: null,
    dataDir,
    log: createLog('silent'),
    lanBroker: { host: '127.0.0.1', port: 0 },
    demo: { seed: 1, devices: 120 },
  });
  client = clientOf(engine);
};

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-shift-engine-'));
  await start();
});
afterEach(async () => {
  await engine.close();
  rmSync(dataDir, { recursive: true });
});

const session = (name: string, role: OperatorView['role']) =>
  signedOn(client, name, { role, desk: '방재실' });
const code = (expected: string) => expect.objectContaining({ code: expected });
const revision = () => engine.desk.status().revisions.shift;

test('acts need a living session, and those of administrators and supervisors need their role', async () => {
  const operator = await session('김철수', 'operator');
  const nobody = 'x'.repeat(32);
  const item = { list: 'daily', text: '비상 전등 확인' } as const;
  await expect(
    client.shift.write({ session: nobody, category: 'note', text: 'a' }),
  ).rejects.toEqual(code('UNAUTHORIZED'));
  await expect(client.shift.addCheck({ session: operator, ...item })).rejects.toEqual(
    code('FORBIDDEN'),
  );
  await expect(client.shift.retireCheck({ session: operator, id: 'x' })).rejects.toEqual(
    code('FORBIDDEN'),
  );
  const id = await client.shift.handOver({ session: operator });
  await expect(client.shift.countersign({ session: operator, id })).rejects.toEqual(
    code('FORBIDDEN'),
  );
  await expect(client.shift.takeOver({ session: operator, id })).rejects.toEqual(code('CONFLICT'));
  const supervisor = await session('박소장', 'supervisor');
  await client.shift.countersign({ session: supervisor, id });
  await client.shift.takeOver({ session: supervisor, id });
  const administrator = await session('관리자', 'administrator');
  await client.shift.addCheck({ session: administrator, ...item });
  expect(await client.shift.ownChecks()).toHaveLength(1);
});

test('every act is told to every page; one that was refused is not', async () => {
  const operator = await session('김철수', 'operator');
  const before = revision();
  await client.shift.write({ session: operator, category: 'patrol', text: '1층 순찰' });
  expect(revision()).toBe(before + 1);
  const daily = (await client.shift.checks()).find(({ list }) => list === 'daily')!;
  const { key } = daily.period;
  await expect(
    client.shift.signCheck({ session: operator, list: 'daily', period: key }),
  ).rejects.toEqual(code('CONFLICT'));
  await expect(
    client.shift.write({ session: operator, category: 'note', text: 'a', corrects: 99 }),
  ).rejects.toEqual(code('NOT_FOUND'));
  await expect(
    client.shift.answerCheck({
      session: operator,
      list: 'daily',
      period: key,
      itemId: 'cost',
      state: 'problem',
    }),
  ).rejects.toEqual(code('BAD_REQUEST'));
  expect(revision()).toBe(before + 1);
});

test('every figure of the check lists can be measured on a running desk', async () => {
  const lists = await client.shift.checks();
  // Nothing was received: that is all there is to miss.
  const missing = ['unreadable', 'latency'];
  for (const { list, items } of lists) {
    const wanted = CHECK_ITEMS[list].filter(
      ({ figure }) => figure !== null && !missing.includes(figure),
    );
    const measured = items.filter(({ figure }) => figure !== null).map(({ id }) => id);
    expect(measured).toEqual(wanted.map(({ id }) => id));
  }
  expect(lists.map(({ list }) => list)).toEqual([...CHECK_LISTS]);
});

test('what was written is there after a restart, with the end and the start of the program', async () => {
  const operator = await session('김철수', 'operator');
  await client.shift.write({ session: operator, category: 'note', text: '이상 없음' });
  const id = await client.shift.handOver({ session: operator, remarks: '인계합니다' });
  await engine.close();
  await start();
  const { lines } = await client.shift.log({ from: 0 });
  const types = lines.map(({ type }) => type);
  for (const type of ['entry', 'handedOver', 'signedOn', 'stopped', 'started'])
    expect(types).toContain(type);
  expect(types.filter((type) => type === 'started')).toHaveLength(2);
  expect((await client.shift.due()).handoverWaiting).toBe(true);
  expect((await client.shift.handover({ id })).summary.expected).toBe(120);
  const meter = await client.meter.report({ period: 'month' });
  expect(meter.hours).toHaveLength(720);
});
