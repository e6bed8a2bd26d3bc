/** The table of all alarms of a running engine: over its thread, behind the roles, with views and exports. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { BUILT_IN } from '#shared/alarms/alarmTable.ts';
import { signedOn } from '../../support/operators.ts';
import { FIRST_ONSET, manyAlarms, storeAlarms } from '../../support/storedAlarms.ts';

let dataDir: string;
let engine: Engine;
const client = () => createRouterClient(engine.router);

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-alarm-table-'));
  const { db } = openControlRoom({
    path: path.join(dataDir, 'control-room.db'),
    now: () => FIRST_ONSET,
    log: createLog('silent'),
  });
  storeAlarms(
    db,
    // Not so long ago that the desk would no longer keep them.
    Array.from({ length: 600 }, (_, n) => manyAlarms(n, Date.now() - 86_400_000)),
  );
  db.close();
  engine = await startEngine({
    modelPath: null,
    dataDir,
    log: createLog('silent'),
    mqtt: [{ url: 'mqtt://127.0.0.1:9' }],
  });
});
afterAll(async () => {
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('anybody sees it, however it is asked, and what the engine does not understand is refused', async () => {
  const { alarmTable } = client();
  const fire = { filter: { classes: ['fire' as const] } };
  const page = await alarmTable.page({ ...fire, limit: 50 });
  expect(page.rows).toHaveLength(50);
  const { through } = page;
  const outline = await alarmTable.outline({ ...fire, through, step: 50 });
  expect(outline.total).toBeGreaterThan(50);
  expect(outline.starts[0]).toEqual(page.next);
  const [row] = page.rows;
  const changes = await alarmTable.changes({ ...fire, through, alarmIds: [row!.alarm.id] });
  expect(changes).toEqual({ arrived: 0, rows: [row], left: [] });
  for (const wrong of [
    { filter: { clas: ['fire'] } },
    { filter: {}, sort: 'name' },
    { filter: {}, after: ['1', 'x'] },
    { filter: {}, limit: 100_000 },
  ])
    await expect(alarmTable.page(wrong as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a person keeps views of their own, which nobody else sees or changes', async () => {
  const { alarmTable } = client();
  const kim = await signedOn(client(), '김관제');
  const lee = await signedOn(client(), '이영희', { role: 'operator' });
  const view = BUILT_IN.fireWeek;
  const made = await alarmTable.saveView({ session: lee, name: '주간 화재', view });
  if (!made.done) throw new Error(made.refusal);
  const viewId = made.saved.id;
  expect(await alarmTable.views({ session: lee })).toEqual([made.saved]);
  expect(await alarmTable.views({ session: kim })).toEqual([]);
  const save = (session: string, asked: object) =>
    alarmTable.saveView({ session, name: '주간 화재', view, ...asked });
  expect(await save(lee, {})).toEqual({ done: false, refusal: 'nameTaken' });
  expect(await save(kim, { viewId })).toEqual({ done: false, refusal: 'notFound' });
  expect(await save(lee, { viewId, name: '주간', view: BUILT_IN.today })).toMatchObject({
    done: true,
    saved: { id: viewId, name: '주간', view: BUILT_IN.today },
  });
  expect(await alarmTable.removeView({ session: kim, viewId })).toEqual({ removed: false });
  await expect(save('nobody-is-signed-on', {})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(save(lee, { view: { ...view, columns: [] } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  // Whoever leaves takes their views along.
  const accounts = await client().operators.accounts({ session: kim });
  const gone = accounts.find(({ name }) => name === '이영희');
  expect(await client().operators.remove({ session: kim, operatorId: gone!.id })).toMatchObject({
    done: true,
  });
  expect(await alarmTable.views({ session: kim })).toEqual([]);
});

test('an export is in the record before its first row, with what is taken', async () => {
  const session = await signedOn(client(), '박철수', { role: 'operator' });
  const asked = { filter: { text: 'device' }, sort: 'ended', order: 'asc' } as const;
  const { through } = await client().alarmTable.beginExport({
    session,
    ...asked,
    format: 'csv',
    columns: ['onset', 'device'],
  });
  expect(through).toBeGreaterThanOrEqual(600);
  const reader = await signedOn(client(), '김관제');
  const { entries } = await client().audit.list({ session: reader, action: 'alarm.export' });
  expect(entries).toMatchObject([{ operator: '박철수', subject: null }]);
  expect(JSON.parse(entries[0]!.detail_json)).toEqual({
    format: 'csv',
    ...asked,
    columns: ['onset', 'device'],
  });
  await expect(
    client().alarmTable.beginExport({
      session: 'nobody-is-signed-on',
      format: 'csv',
      columns: ['onset'],
    }),
  ).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});
