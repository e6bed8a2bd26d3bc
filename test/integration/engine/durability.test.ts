/** The whole engine in the headless host, over real files that are damaged, locked, or can't be written. */
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, test, vi } from 'vitest';
import { startEngine } from '#engine/startEngine.ts';
import { dayOf } from '#engine/storage/telemetry/days.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { type Headless, startHeadless } from '../../support/headless.ts';
import {
  asOrdinaryUser,
  becomeOrdinaryUser,
  giveToOrdinaryUser,
} from '../../support/ordinaryUser.ts';
import { overwrite, PAGE, silent, temporaryFolder } from '../storage/folder.ts';

const WAIT = { timeout: 60_000, interval: 10 };
const HOUR = 3_600_000;
const HOT = { pcbTemp: 71, sensorTemp: 73 };

const rpc = (desk: Headless) => createRouterClient(desk.engine.router);
const idsOf = async (desk: Headless, deviceId: string) =>
  (await desk.engine.desk.latestRows(deviceId, 1_000))
    .map(({ reading }) => reading.idx)
    .sort((a, b) => Number(a) - Number(b));
const troubles = (desk: Headless, kind: AlarmRecord['kind']) =>
  desk.engine.desk.alarms().filter((alarm) => alarm.kind === kind);
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, n) => from + n);

async function sendMany(desk: Headless, deviceId: string, count: number, change = {}) {
  await Promise.all(upTo(count).map(() => desk.publisher.send(deviceId, change)));
}

describe('a data folder whose files are damaged', () => {
  test('is set aside and salvaged, the desk says so, and monitoring goes on', async () => {
    const dataDir = temporaryFolder();
    const before = await startHeadless({}, { dataDir });
    await sendMany(before, 'panel-1', 20);
    await before.publisher.send('panel-2', HOT);
    await before.committed(21);
    await before.close();

    const segment = path.join(dataDir, 'telemetry', `${dayOf(Date.now())}.db`);
    const controlRoom = path.join(dataDir, 'control-room.db');
    for (const file of [segment, controlRoom]) overwrite(file, 0, PAGE);

    const desk = await startHeadless({}, { dataDir });
    try {
      const { problems } = desk.engine.desk.status();
      expect(problems.map(({ code }) => code).sort()).toEqual([
        'controlRoomSalvaged',
        'segmentSalvaged',
      ]);
      // What every screen and every client is given.
      const told = await rpc(desk).alarms.history({ kind: 'databaseSalvaged' });
      expect(told.map(({ deviceId }) => deskSourceOf(deviceId)).sort()).toEqual([
        'controlRoomSalvaged',
        'segmentSalvaged',
      ]);
      for (const { state, detail } of told) {
        expect(state).toBe('returnedUnacknowledged');
        expect(detail).not.toBe('');
      }
      for (const file of [segment, controlRoom])
        expect(
          readdirSync(path.dirname(file)).some((name) =>
            name.startsWith(`${path.basename(file)}.damaged-`),
          ),
        ).toBe(true);
      // The alarm of before the damage stands, its readings are there, and new ones come in.
      expect(desk.engine.desk.alarms()).toContainEqual(
        expect.objectContaining({ deviceId: 'panel-2', kind: 'risk' }),
      );
      expect(await idsOf(desk, 'panel-1')).toEqual(upTo(20));
      await sendMany(desk, 'panel-1', 3);
      await desk.publisher.send('panel-3', HOT);
      await desk.committed(4);
      expect(await idsOf(desk, 'panel-1')).toEqual([1, 1, 2, 2, 3, 3, ...upTo(17, 4)]);
      expect(desk.engine.desk.alarms()).toContainEqual(
        expect.objectContaining({ deviceId: 'panel-3', kind: 'risk' }),
      );
    } finally {
      await desk.close();
    }
  });
});

describe.skipIf(process.platform === 'win32')('a data folder that can’t be written', () => {
  test('is refused at the start in one sentence that names it', async () => {
    const dataDir = temporaryFolder();
    chmodSync(dataDir, 0o555);
    const start = () => startEngine({ dataDir, modelPath: null, log: silent });
    await expect(asOrdinaryUser(start)).rejects.toMatchObject({
      code: 'readOnly',
      message: expect.stringMatching(
        /lock\.db: it cannot be written\. Give this user write access/,
      ),
    });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('from midnight on is a trouble: watching goes on, and what waited is stored once', async () => {
    const dataDir = temporaryFolder();
    const telemetry = path.join(dataDir, 'telemetry');
    let ahead = 0;
    const now = () => Date.now() + ahead;
    giveToOrdinaryUser(dataDir);
    const asBefore = becomeOrdinaryUser();
    const desk = await startHeadless({}, { dataDir, now });
    try {
      await desk.publisher.send('panel-1');
      await desk.committed(1);
      chmodSync(telemetry, 0o555);
      // The next day's segment is a file that can't be made.
      ahead = 24 * HOUR;
      // Acknowledged only once it is on disk.
      const sent = desk.publisher.send('panel-2', HOT);
      await vi.waitFor(() => expect(troubles(desk, 'storageFailing')).toHaveLength(1), WAIT);
      const status = desk.engine.desk.status();
      expect(status.problems).toMatchObject([
        { code: 'commitFailing', detail: expect.stringContaining('cannot be written') },
      ]);
      expect(desk.engine.desk.device('panel-2')?.device.level).toBe('CRITICAL');
      expect(desk.engine.desk.alarms()).toContainEqual(
        expect.objectContaining({ deviceId: 'panel-2', kind: 'risk' }),
      );
      chmodSync(telemetry, 0o755);
      await sent;
      await desk.committed(2);
      await vi.waitFor(() => expect(desk.engine.desk.status().problems).toEqual([]), WAIT);
      expect(await idsOf(desk, 'panel-2')).toEqual([2]);
      expect(existsSync(path.join(telemetry, `${dayOf(now())}.db`))).toBe(true);
    } finally {
      chmodSync(telemetry, 0o755);
      await desk.close();
      asBefore();
    }
  });
});

describe('a PC whose clock is set while readings flow', () => {
  test('loses nothing, stores nothing twice, keeps its alarms, and says when it was set', async () => {
    let shift = 0;
    const desk = await startHeadless({}, { now: () => Date.now() + shift });
    const hot = () =>
      desk.engine.desk.alarms().find(({ deviceId, kind }) => deviceId === 'hot' && kind === 'risk');
    const told = () => troubles(desk, 'deskClockWrong').length;
    let sent = 0;
    const send = async (deviceId: string, count: number, change = {}) => {
      await sendMany(desk, deviceId, count, change);
      sent += count;
      await desk.committed(sent);
    };
    try {
      await send('calm', 5);
      await send('hot', 1, HOT);
      const raised = hot();
      expect(raised).toMatchObject({ state: 'unacknowledged' });

      shift = -5 * HOUR;
      await vi.waitUntil(() => told() === 1, WAIT);
      await send('calm', 5, { volt: 221 });
      await send('hot', 1, HOT);
      // The newest is what came last, whatever the clock says.
      expect(desk.engine.desk.device('calm')?.device.values?.voltage).toBe(221);

      shift = 30 * HOUR;
      await send('calm', 5, { volt: 222 });
      await send('late-fire', 1, HOT);
      expect(desk.engine.desk.device('calm')?.device.values?.voltage).toBe(222);

      shift = 0;
      await send('calm', 5, { volt: 223 });
      expect(desk.engine.desk.device('calm')?.device.values?.voltage).toBe(223);

      const ids = [...(await idsOf(desk, 'calm')), ...(await idsOf(desk, 'hot'))];
      ids.push(...(await idsOf(desk, 'late-fire')));
      expect(ids.sort((a, b) => Number(a) - Number(b))).toEqual(upTo(sent));
      // One fire is one alarm, with the onset that it had.
      expect(hot()).toMatchObject({ id: raised?.id, onsetAt: raised?.onsetAt });
      expect(
        desk.engine.desk.alarms().filter(({ alarmClass }) => alarmClass === 'fire').length,
      ).toBe(2);
      await vi.waitUntil(() => told() >= 1, WAIT);
    } finally {
      await desk.close();
    }
  });
});
