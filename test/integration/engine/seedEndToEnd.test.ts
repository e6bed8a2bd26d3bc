import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, startEngine } from '#engine/startEngine.ts';
import { startAedes } from '../../support/aedesBroker.ts';
import { signedOn } from '../../support/operators.ts';
import { TestPublisher, topicOf } from '../../support/wire.ts';

/** The source document's end-to-end message: an arc, warm terminals, a slightly low power factor. */
const SEED_MESSAGE = {
  deviceId: 'TEST_E2E',
  idx: 1,
  status: 2048,
  volt: 225.0,
  voltLow: 225.0,
  ct: 15.0,
  zct: 2.0,
  rzct: 1.5,
  pwr: 3.375,
  pcbTemp: 55.0,
  sensorTemp: 58.0,
  co: 12.0,
  voc: 200.0,
  pFct: 0.92,
  aArc: 3,
};

describe('the source document’s end-to-end case, over real MQTT and real files', () => {
  let dataDir: string;
  let broker: Awaited<ReturnType<typeof startAedes>>;
  let publisher: TestPublisher;
  let engine: Engine;

  const start = async () => {
    engine = await startEngine({
      modelPath: null,
      dataDir,
      log: pino({ level: 'silent' }),
      mqtt: [{ url: broker.url }],
    });
    await vi.waitFor(() => expect(engine.desk.status().feeds[0]?.state).toBe('connected'), 20_000);
  };

  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-seed-'));
    broker = await startAedes();
    publisher = await TestPublisher.connect(broker.url);
    await start();
  });

  afterEach(async () => {
    await engine.close();
    await publisher.end();
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const receive = async () => {
    await publisher.raw(topicOf('TEST_E2E'), JSON.stringify(SEED_MESSAGE));
    await vi.waitFor(() => expect(engine.desk.device('TEST_E2E')).toBeDefined(), 20_000);
  };

  it('stores the raw row that the source document could not have stored', async () => {
    await receive();
    const rows = await engine.desk.latestRows('TEST_E2E', 10);
    expect(rows).toMatchObject([
      {
        reading: {
          deviceId: 'TEST_E2E',
          status: 2048,
          sensorTemperature: 58,
          arcCount: 3,
          power: 3.375,
        },
        indicatorScore: 0.43,
        ruleRisk: 0.36,
        statusRisk: 0.25,
        patternRisk: 0,
        finalScore: expect.closeTo(0.219, 12),
        scoreLevel: 'LOW',
      },
    ]);
  });

  it('keeps the device’s state, and alarms where the source document stays silent', async () => {
    await receive();
    expect(engine.desk.device('TEST_E2E')).toMatchObject({
      device: { level: 'MEDIUM', status: 2048, quality: ['noDeviceTime'] },
      // Three arcs and a bit: HIGH once a second hazard or the model confirms it.
      assessment: {
        scoreLevel: 'LOW',
        floorLevel: 'MEDIUM',
        floorDemand: 'HIGH',
        effectiveLevel: 'MEDIUM',
      },
    });
    expect(engine.desk.alarms().map(({ kind }) => kind)).toEqual(['arcAlarm']);
  });

  it('schedules the maintenance check of frequent arcs once, of all readings together', async () => {
    for (let i = 0; i < 4; i++) await publisher.send('panel-1', { aArc: 4 });
    const kinds = () => engine.desk.alarms().map(({ kind }) => kind);
    await vi.waitFor(() => expect(kinds()).toEqual(['frequentArcs']), 20_000);
    expect(engine.desk.alarms()).toMatchObject([
      {
        deviceId: 'panel-1',
        alarmClass: 'supervisory',
        detail: '{"type":"frequentArcs","arcs":12}',
      },
    ]);
  });

  it('still has it after a restart, and the operator who acknowledged', async () => {
    await receive();
    const client = createRouterClient(engine.router);
    const session = await signedOn(client, '김관제', { role: 'operator', desk: '방재실' });
    const alarmIds = engine.desk.alarms().map(({ id }) => id);
    const results = await client.alarms.acknowledge({ session, alarmIds, note: '현장 확인 중' });
    expect(results.map(({ done }) => done)).toEqual([true]);
    const { lastReadingAt } = engine.desk.status();
    await engine.close();

    await start();
    expect(lastReadingAt).not.toBeNull();
    expect(engine.desk.status().lastReadingAt).toBe(lastReadingAt);
    expect(engine.desk.alarms()).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: '김관제' },
    ]);
    expect(await engine.desk.latestRows('TEST_E2E', 10)).toHaveLength(1);
    const again = createRouterClient(engine.router);
    expect(await again.operators.whoAmI({ session })).toMatchObject({ name: '김관제' });
    const [first] = alarmIds;
    expect((await again.alarms.get({ alarmId: first ?? '' })).events.at(-1)).toMatchObject({
      type: 'acknowledge',
      operator: '김관제',
      desk: '방재실',
      note: '현장 확인 중',
    });
  });
});
