import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AuditHeads } from '#engine/audit/AuditHeads.ts';
import { headsPath } from '#engine/audit/headsFile.ts';
import { verifyFile } from '#engine/audit/verifyFile.ts';
import { Problems } from '#engine/health/Problems.ts';
import { openStorage } from '#engine/openStorage.ts';
import { overwrite, PAGE, silent, temporaryFolder } from '../storage/folder.ts';

const ACTS = 400;
const file = (dataDir: string) => path.join(dataDir, 'control-room.db');

/** Opens the folder as the engine does, acts, and closes it in order. @returns the problems it began with */
async function shift(dataDir: string, at: number, acts: number) {
  const now = () => at;
  const problems = new Problems(now, () => undefined);
  const storage = openStorage({ dataDir, now, log: silent, problems });
  const { controlRoom: db, audit } = storage;
  const timeZone = () => 'Asia/Seoul';
  const heads = new AuditHeads({ db, audit, dataDir, timeZone, now, log: silent });
  storage.registry.discover(`heard-at-${at}.`, at);
  db.transaction(() => {
    for (let i = 0; i < acts; i++)
      audit.append({ by: null, action: 'device.place', subject: `device-${at}-${i}.`, detail: {} });
  })();
  heads.close();
  await storage.close();
  return problems.list().map(({ code }) => code);
}

/** Destroys the page on which an entry lies. */
function damageAt(dataDir: string, text: string): void {
  const at = readFileSync(file(dataDir)).indexOf(text);
  expect(at).toBeGreaterThan(0);
  overwrite(file(dataDir), Math.floor(at / PAGE) * PAGE, PAGE);
}

const verify = (dataDir: string) => verifyFile(file(dataDir), [headsPath(dataDir)]);

test('entries that a damaged database lost in the middle are named, by the desk itself', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, ACTS);
  damageAt(dataDir, 'device-1000-200.');
  expect(await shift(dataDir, 2_000, 10)).toEqual(['controlRoomSalvaged']);

  const report = await verify(dataDir);
  expect(report.breakCount).toBe(1);
  const [lost] = report.breaks;
  // Entry 1 announces the key, so the act of that name was entry 202.
  expect(lost).toMatchObject({ kind: 'missing', declaredIn: ACTS + 2 });
  expect(lost?.seq).toBeLessThanOrEqual(202);
  expect(lost?.to).toBeGreaterThanOrEqual(202);
  // What followed is all there, and fits.
  expect(report.lastSeq).toBe(ACTS + 2 + 10);
});

test('after the end was lost the chain goes on behind every number that was ever signed', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, ACTS);
  damageAt(dataDir, `device-1000-${ACTS - 1}.`);
  await shift(dataDir, 2_000, 10);

  const report = await verify(dataDir);
  expect(report).toMatchObject({
    breakCount: 1,
    breaks: [{ kind: 'missing', to: ACTS + 1, declaredIn: ACTS + 2 }],
    lastSeq: ACTS + 2 + 10,
  });
});

test('what no signed head knew is given again, and an older head of it is explained by the loss', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, ACTS);
  const kept = headsPath(dataDir);
  damageAt(dataDir, `device-1000-${ACTS - 1}.`);
  const heads = readFileSync(kept, 'utf8');
  // As if the file of heads had been lost as well, and a copy of it lay elsewhere.
  truncateSync(kept, 0);
  await shift(dataDir, 2_000, 100);
  writeFileSync(kept, heads);

  const report = await verify(dataDir);
  expect(report.intact).toBe(false);
  expect(report.breaks.every(({ declaredIn }) => declaredIn !== null)).toBe(true);
  expect(report.breaks.at(-1)).toMatchObject({ kind: 'missing', seq: ACTS + 1, at: 1_000 });
});

test('when all of it was lost a new chain begins behind the old one, and says so', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, ACTS);
  truncateSync(file(dataDir), 0);
  expect(await shift(dataDir, 2_000, 1)).toEqual(['controlRoomSalvaged']);
  expect(await verify(dataDir)).toMatchObject({
    breakCount: 1,
    breaks: [{ kind: 'missing', seq: 1, to: ACTS + 1, declaredIn: ACTS + 2 }],
    lastSeq: ACTS + 4,
  });
});

test('a damage elsewhere is entered, and the chain is whole', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, 3);
  damageAt(dataDir, 'heard-at-1000.');
  await shift(dataDir, 2_000, 3);
  expect(await verify(dataDir)).toMatchObject({ intact: true, lastSeq: 8 });
});

test('a backup that was put back leaves a gap that the desk tells of, and no number twice', async () => {
  const dataDir = temporaryFolder();
  await shift(dataDir, 1_000, 3);
  const backup = readFileSync(file(dataDir));
  await shift(dataDir, 2_000, 6);
  writeFileSync(file(dataDir), backup);
  expect(await shift(dataDir, 3_000, 3)).toEqual([]);
  expect(await verify(dataDir)).toMatchObject({
    breakCount: 1,
    breaks: [{ kind: 'missing', seq: 5, to: 10, declaredIn: 11 }],
    lastSeq: 14,
  });
});
