import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { prepareFolder } from '#engine/backup/prepareFolder.ts';
import { restoreBackup } from '#engine/backup/restoreBackup.ts';
import { runBackup } from '#engine/backup/runBackup.ts';
import { openPlans, type Plans } from '#engine/plans/openPlans.ts';
import type { DrawingTaken } from '#shared/contract/planViews.ts';
import type { PlannedBuilding, PlannedFloor } from '#shared/plans/plan.ts';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';
import { pngOf } from '../../support/pictures.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const T0 = Date.UTC(2026, 0, 5, 12);
const DAY = 86_400_000;
const BY: Caller = {
  operatorId: 'o1',
  operator: '이설비',
  role: 'administrator',
  desk: '방재실',
};
const BARE = '<svg viewBox="0 0 40 30"/>';

let desk: PipelineDesk;
let plans: Plans;
let shown: string[][];

const open = () => {
  const { storage, trackers, dataDir } = desk;
  shown = [];
  plans = openPlans({
    dataDir,
    storage,
    trackers,
    live: { devicesChanged: (ids) => shown.push([...ids]) },
    revisions: { bump: (topic) => shown.push([topic]) },
    now: () => desk.clock,
  });
};

beforeEach(() => {
  desk = new PipelineDesk(T0);
  desk.storage.registry.saveFloor({
    id: 'floor-1',
    name: { ko: '지상 1층', en: 'Floor 1' },
    level: 0,
    widthM: 40,
    heightM: 30,
    planSvg: BARE,
    zones: [],
  });
  desk.hear('d1', 1);
  desk.hear('d2', 1);
  desk.pipeline.flush();
  open();
});
afterEach(async () => {
  await plans.drawings.close();
  await desk.dispose();
});

async function send(bytes: Buffer, name = '1층 도면.png'): Promise<DrawingTaken> {
  const begun = await plans.drawings.begin(name, bytes.length, BY);
  if (!begun.done) return begun;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const data = bytes.subarray(at, at + CHUNK_BYTES).toString('base64');
    await plans.drawings.chunk(begun.uploadId, at, data, BY);
  }
  return plans.drawings.finish(begun.uploadId, BY);
}

async function fetchBytes(sha256: string): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const chunk = await plans.drawings.read(sha256, offset);
    if (!chunk) return undefined;
    parts.push(Buffer.from(chunk.data, 'base64'));
    offset = chunk.next;
  }
  return Buffer.concat(parts);
}

const floor = (change: Partial<PlannedFloor> = {}): PlannedFloor => ({
  id: 'floor-1',
  name: { ko: '지상 1층', en: 'Floor 1' },
  level: 0,
  widthM: 40,
  heightM: 30,
  planOf: 'floor-1',
  drawing: null,
  zones: [],
  stretch: 1,
  ...change,
});
const publish = (building: PlannedBuilding, version: number) =>
  plans.desk.publish(building, { version, reason: '실측 도면' }, BY);
const drawn = (sha256: string) => ({
  sha256,
  mediaType: 'image/png' as const,
  invert: true,
  scaled: true,
  source: { name: '1층 도면.png', kind: 'png' as const, page: null },
});
const actions = () =>
  desk.storage.controlRoom
    .prepare<[], string>("SELECT action FROM audit WHERE action LIKE 'plan.%' ORDER BY seq")
    .pluck()
    .all();

/** A plan with a drawing of its own, on which both devices stand. */
async function publishDrawing(bytes: Buffer): Promise<string> {
  const taken = await send(bytes);
  if (!taken.done) throw new Error(taken.refusal);
  const { sha256 } = taken.drawing;
  const zone = {
    id: 'z1',
    name: { ko: '전기실', en: 'Electrical' },
    kind: 'electrical' as const,
    polygon: [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ] as const,
  };
  const placements = [
    { deviceId: 'd1', floorId: 'floor-1', xM: 5, yM: 5, name: '전기실 분전반', branch: 'L1' },
    { deviceId: 'd2', floorId: 'floor-1', xM: 30, yM: 5 },
  ];
  const floors = [floor({ planOf: null, drawing: drawn(sha256), zones: [zone] })];
  expect(publish({ floors, placements }, 0)).toEqual({ done: true, version: 2 });
  return sha256;
}

describe('the building’s own plan', () => {
  it('is on every desk once it is published, and goes back to what it was', async () => {
    const sheet = pngOf(2_000, 1_500);
    const sha256 = await publishDrawing(sheet);
    expect(await fetchBytes(sha256)).toEqual(sheet);
    const { registry } = desk.storage;
    expect(registry.floors()[0]).toMatchObject({ drawing: drawn(sha256), planSvg: '' });
    expect(desk.trackers.view('d1')?.placement).toMatchObject({
      name: '전기실 분전반',
      zoneId: 'z1',
      branch: 'L1',
    });
    expect(shown).toEqual([['d1', 'd2'], ['plans']]);
    expect(plans.desk.overview()).toMatchObject({
      version: 2,
      versions: [
        { id: 2, operator: '이설비', reason: '실측 도면', zones: 1, devices: 2, moved: 2 },
        { id: 1, operator: null, reason: null, zones: 0, devices: 0 },
      ],
    });

    expect(plans.desk.rollBack(1, '도면이 틀림', BY)).toEqual({ done: true, version: 3 });
    expect(registry.floors()[0]).toMatchObject({ planSvg: BARE, zones: [] });
    // Placed since the version, so they keep their place, outside of every zone.
    expect(desk.trackers.view('d1')?.placement).toMatchObject({ xM: 5, zoneId: null });
    expect(plans.desk.rollBack(2, '다시', BY)).toEqual({ done: true, version: 4 });
    expect(registry.floors()[0]).toMatchObject({ drawing: drawn(sha256) });
    expect(desk.trackers.view('d1')?.placement).toMatchObject({ zoneId: 'z1' });
    expect(plans.desk.rollBack(9, '없음', BY)).toBeUndefined();
    expect(actions()).toEqual(['plan.drawing', 'plan.publish', 'plan.rollBack', 'plan.rollBack']);
    expect(registry.devices()).toHaveLength(2);
  });

  it('is refused whole when somebody published since, or when one thing of it is wrong', async () => {
    const before = desk.storage.registry.floors();
    const outside = [{ deviceId: 'd1', floorId: 'floor-1', xM: 41, yM: 5 }];
    const both = [{ deviceId: 'd2', floorId: 'floor-1', xM: 1, yM: 1 }, ...outside];
    expect(publish({ floors: [floor({ level: 3 })], placements: both }, 0)).toMatchObject({
      done: false,
      refusal: { code: 'faults', faults: [{ code: 'deviceOutside', deviceId: 'd1' }] },
    });
    expect(desk.storage.registry.floors()).toEqual(before);
    expect(desk.trackers.view('d2')?.placement).toBeNull();
    expect(plans.desk.overview()).toEqual({ version: 0, versions: [] });
    expect(publish({ floors: [floor()], placements: [] }, 0)).toMatchObject({ done: true });
    expect(publish({ floors: [floor()], placements: [] }, 0)).toEqual({
      done: false,
      refusal: { code: 'changed', version: 2 },
    });
    expect(shown).toEqual([[], ['plans']]);
  });

  it('takes floors away and adds copies', () => {
    const copy = floor({ id: 'floor-2', level: 1, name: { ko: '지상 2층', en: 'Floor 2' } });
    publish({ floors: [copy], placements: [] }, 0);
    expect(desk.storage.registry.floors()).toMatchObject([{ id: 'floor-2', planSvg: BARE }]);
  });
});

describe('a drawing', () => {
  it('is kept once, without what came with it, and not at all when it is none', async () => {
    const first = await send(pngOf(10, 10, { tEXt: Buffer.from('Author\0A') }));
    expect(await send(pngOf(10, 10))).toEqual(first);
    expect(await send(Buffer.from('%PDF-1.7'))).toEqual({ done: false, refusal: 'unknownType' });
    expect(await send(Buffer.alloc(0))).toEqual({ done: false, refusal: 'empty' });
    expect(
      readdirSync(path.join(desk.dataDir, 'plans')).filter((n) => n.length === 64),
    ).toHaveLength(1);
    expect(actions()).toEqual(['plan.drawing']);
  });

  it('that is on no plan is forgotten after a day, and one that any version shows is not', async () => {
    const used = await publishDrawing(pngOf(10, 10));
    const unused = await send(pngOf(11, 11));
    plans.desk.rollBack(1, '되돌림', BY);
    desk.clock += 2 * DAY;
    open();
    expect(readdirSync(path.join(desk.dataDir, 'plans'))).toEqual([used]);
    if (unused.done) expect(await fetchBytes(unused.drawing.sha256)).toBeUndefined();
  });

  it('is in the backup, and a damaged one stops the restore', async () => {
    const sha256 = await publishDrawing(pngOf(50, 50));
    const parent = mkdtempSync(path.join(tmpdir(), 'emberwatch-plans-'));
    try {
      const folder = path.join(parent, 'backup');
      prepareFolder({ dataDir: desk.dataDir, folder });
      const keep = { nights: 14, readingsDays: 30, predictionsDays: 7 };
      const { dataDir } = desk;
      await runBackup({
        dataDir,
        folder,
        kind: 'increment',
        begin: false,
        at: desk.clock,
        keep,
        copied: {},
      });
      const restore = (name: string) =>
        restoreBackup({
          from: folder,
          dataDir: path.join(parent, name),
          force: false,
          now: desk.clock,
        });
      await restore('one');
      expect(readdirSync(path.join(parent, 'one', 'plans'))).toEqual([sha256]);
      truncateSync(path.join(folder, 'plans', sha256), 10);
      await expect(restore('two')).rejects.toMatchObject({ code: 'damaged' });
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });
});
