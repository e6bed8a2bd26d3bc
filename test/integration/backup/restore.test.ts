import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditHeads } from '#engine/audit/AuditHeads.ts';
import { BackupError } from '#engine/backup/BackupError.ts';
import { listPoints, pointFile } from '#engine/backup/backupFolder.ts';
import { prepareFolder } from '#engine/backup/prepareFolder.ts';
import { restoreBackup } from '#engine/backup/restoreBackup.ts';
import { type BackupRequest, runBackup } from '#engine/backup/runBackup.ts';
import { Problems } from '#engine/health/Problems.ts';
import { openStorage, type Storage } from '#engine/openStorage.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { AUDIT_ACTIONS } from '#shared/audit/actions.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { overwrite, silent } from '../storage/folder.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 5, 12);
const KEEP = { nights: 14, readingsDays: 30, predictionsDays: 7 };

let desk: PipelineDesk;
let parent: string;
let folder: string;
let copied: BackupRequest['copied'];

beforeEach(() => {
  desk = new PipelineDesk(T0);
  parent = mkdtempSync(path.join(tmpdir(), 'emberwatch-backup-'));
  folder = path.join(parent, 'backup');
  copied = {};
  new AuditHeads({
    db: desk.storage.controlRoom,
    audit: desk.storage.audit,
    dataDir: desk.dataDir,
    timeZone: () => 'Asia/Seoul',
    now: () => desk.clock,
    log: silent,
  }).close();
  prepareFolder({ dataDir: desk.dataDir, folder });
});

afterEach(async () => {
  await desk.dispose();
  rmSync(parent, { recursive: true, force: true });
});

/** A reading a minute of two devices, one of which is on fire. */
const hear = (from: number, to: number) => {
  for (let idx = from; idx < to; idx++) {
    desk.hear('calm', idx);
    desk.hear('hot', idx, { sensorTemp: 85 });
    desk.clock += MINUTE;
  }
  desk.pipeline.flush();
};

const backUp = async (kind: BackupRequest['kind']) => {
  const request = { dataDir: desk.dataDir, folder, kind, begin: false, at: desk.clock };
  const outcome = await runBackup({ ...request, keep: KEEP, copied });
  copied = outcome.copied;
  return outcome.done;
};

const restore = (more: { at?: number; force?: boolean; dataDir?: string } = {}) =>
  restoreBackup({
    from: folder,
    dataDir: path.join(parent, 'restored'),
    force: false,
    now: desk.clock,
    ...more,
  });

const refusalOf = async (act: () => Promise<unknown>) => {
  try {
    await act();
  } catch (error) {
    if (error instanceof BackupError || error instanceof StorageError) return error.code;
    throw error;
  }
  return null;
};

/** What a desk that starts in the folder knows. */
const opened = async <T>(dataDir: string, look: (storage: Storage) => T): Promise<T> => {
  const now = () => desk.clock;
  const storage = openStorage({
    dataDir,
    now,
    log: silent,
    problems: new Problems(now, () => undefined),
  });
  try {
    return look(storage);
  } finally {
    await storage.close();
  }
};

const readingsIn = ({ telemetry }: Storage) =>
  [...telemetry.recent({ sinceReceivedAt: 0, limit: 1_000_000 })].map(
    ({ reading }) => `${reading.deviceId} ${reading.idx}`,
  );
const actionsIn = ({ controlRoom }: Storage) =>
  controlRoom.prepare<[], string>('SELECT action FROM audit ORDER BY seq').pluck().all();
const alarmsIn = ({ controlRoom }: Storage) =>
  controlRoom.prepare<[], string>('SELECT id FROM alarm ORDER BY id').pluck().all();

describe('a restored data folder', () => {
  it('has every reading and alarm up to the last increment, whole days and today', async () => {
    hear(0, 40);
    desk.clock += DAY;
    hear(40, 60);
    while (desk.storage.telemetry.pack(1_000).more);
    const night = await backUp('night');
    expect(night).toMatchObject({ auditIntact: true, days: 2 });
    hear(60, 65);
    await backUp('increment');
    hear(65, 70);
    await backUp('increment');
    // Of the last minutes nobody has a copy.
    const before = new Set([...readingsIn(desk.storage)]);
    const alarms = alarmsIn(desk.storage);
    hear(70, 73);

    const restored = await restore();
    expect(restored).toMatchObject({ days: 2, auditIntact: true, movedTo: null });
    // Ten minutes of two devices came by increments, behind the whole copy of the night.
    expect(restored.rowsAdded).toBe(20);
    await opened(path.join(parent, 'restored'), (storage) => {
      expect(new Set(readingsIn(storage))).toEqual(before);
      expect(readingsIn(storage)).toHaveLength(before.size);
      expect(alarmsIn(storage)).toEqual(alarms);
      expect(actionsIn(storage).at(-1)).toBe('archive.restored');
    });
    // Said once.
    await opened(path.join(parent, 'restored'), (storage) =>
      expect(actionsIn(storage).filter((action) => action === 'archive.restored')).toHaveLength(1),
    );
  });

  it('is of the moment that was asked for', async () => {
    hear(0, 5);
    await backUp('night');
    const at = desk.clock;
    const alarms = alarmsIn(desk.storage);
    hear(5, 10);
    desk.hear('second', 1, { sensorTemp: 90 });
    desk.pipeline.flush();
    await backUp('increment');
    expect(alarmsIn(desk.storage).length).toBeGreaterThan(alarms.length);

    const { point } = await restore({ at });
    expect(point.at).toBe(at);
    await opened(path.join(parent, 'restored'), (storage) => {
      expect(alarmsIn(storage)).toEqual(alarms);
      // Readings are measurements: they stay as far as there are copies.
      expect(readingsIn(storage)).toContain('calm 9');
    });
    expect(await refusalOf(() => restore({ at: T0 - DAY, force: true }))).toBe('folderMissing');
  });

  it('replaces another only when told, keeps that aside, and says which acts are missing', async () => {
    hear(0, 3);
    await backUp('night');
    const { audit, controlRoom } = desk.storage;
    for (const action of AUDIT_ACTIONS.slice(0, 3))
      controlRoom.transaction(() => audit.append({ by: null, action, subject: null })).immediate();
    new AuditHeads({
      db: controlRoom,
      audit,
      dataDir: desk.dataDir,
      timeZone: () => 'Asia/Seoul',
      now: () => desk.clock,
      log: silent,
    }).close();
    writeFileSync(path.join(desk.dataDir, 'secrets.key'), 'the key of this machine');
    const { dataDir } = desk;
    expect(await refusalOf(() => restore({ dataDir, force: true }))).toBe('locked');
    await desk.close();
    expect(await refusalOf(() => restore({ dataDir }))).toBe('folderRefused');

    const { movedTo } = await restore({ dataDir, force: true });
    expect(existsSync(path.join(movedTo ?? '', 'control-room.db'))).toBe(true);
    expect(readFileSync(path.join(dataDir, 'secrets.key'), 'utf8')).toBe('the key of this machine');
    await opened(dataDir, (storage) => {
      expect(readingsIn(storage)).toHaveLength(6);
      expect(actionsIn(storage).slice(-2)).toEqual(['audit.gap', 'archive.restored']);
    });
  });

  it('that was cut off while files were moved starts no desk, and is restored again', async () => {
    hear(0, 3);
    await backUp('night');
    const dataDir = path.join(parent, 'restored');
    await restore({ dataDir });
    writeFileSync(path.join(dataDir, 'restoring.json'), '{}');
    expect(await refusalOf(() => opened(dataDir, () => null))).toBe('conflict');
    await restore({ dataDir, force: true });
    await opened(dataDir, (storage) => expect(readingsIn(storage)).toHaveLength(6));
  });
});

describe('a backup', () => {
  it('copies a whole day once, and attachments and sealed secrets without their keys', async () => {
    hear(0, 3);
    desk.clock += DAY;
    while (desk.storage.telemetry.pack(1_000).more);
    const photo = Buffer.from('a photograph');
    const name = createHash('sha256').update(photo).digest('hex');
    mkdirSync(path.join(desk.dataDir, 'attachments'));
    writeFileSync(path.join(desk.dataDir, 'attachments', name), photo);
    for (const file of ['secrets.json', 'secrets.key'])
      writeFileSync(path.join(desk.dataDir, file), '{}');
    await backUp('night');
    const day = path.join(folder, 'telemetry', '2026-01-05.db');
    const first = readFileSync(day);
    writeFileSync(day, first);
    rmSync(path.join(desk.dataDir, 'attachments', name));
    desk.clock += DAY;
    const again = await backUp('night');
    expect(again.bytes).toBeLessThan(first.length + 100_000);
    expect(readdirSync(path.join(folder, 'attachments'))).toEqual([name]);
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files.filter((file) => /\.(key|pem|part)$/.test(file))).toEqual([]);
    expect(files).toContain('secrets.json');
    await restore();
    expect(readFileSync(path.join(parent, 'restored', 'attachments', name))).toEqual(photo);
  });

  it('that was damaged on its disk is found before anything is replaced', async () => {
    hear(0, 3);
    desk.clock += DAY;
    while (desk.storage.telemetry.pack(1_000).more);
    await backUp('night');
    const point = listPoints(folder).at(-1)!;
    const packed = pointFile(folder, point.at);
    copyFileSync(packed, `${packed}.good`);
    overwrite(packed, 200, 20);
    const dataDir = path.join(parent, 'restored');
    expect(await refusalOf(() => restore({ dataDir }))).toBe('damaged');
    copyFileSync(`${packed}.good`, packed);
    truncateSync(path.join(folder, 'telemetry', '2026-01-05.db'), 8192);
    expect(await refusalOf(() => restore({ dataDir }))).toBe('damaged');
    expect(readdirSync(dataDir)).toEqual(['lock.db']);
  });

  it('goes to no folder that another desk uses, that is away, or that lies in the data', async () => {
    await backUp('night');
    const other = new PipelineDesk(T0);
    const { dataDir } = other;
    new AuditHeads({
      db: other.storage.controlRoom,
      audit: other.storage.audit,
      dataDir,
      timeZone: () => 'Asia/Seoul',
      now: () => T0,
      log: silent,
    }).close();
    const refused = async (to: string) =>
      refusalOf(async () => prepareFolder({ dataDir, folder: to }));
    expect(await refused(folder)).toBe('otherDesk');
    expect(await refused(path.join(dataDir, 'backup'))).toBe('folderRefused');
    expect(await refused('backup')).toBe('folderRefused');
    await other.dispose();
    // A share that isn't connected: its folder is there, and empty.
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    expect(await refusalOf(() => backUp('increment'))).toBe('folderMissing');
    expect(readdirSync(folder)).toEqual([]);
  });
});
