/** The whole program: a reading over MQTT, an alarm, a step, the outbox, and an operator who switches the mode. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { startEngine } from '#engine/startEngine.ts';
import { startAedes } from '../../support/aedesBroker.ts';
import { signedOn } from '../../support/operators.ts';
import { TestPublisher } from '../../support/wire.ts';

const log = pino({ level: 'silent' });
const HOT = { pcbTemp: 68, sensorTemp: 72 };
const WITHIN = { timeout: 30_000 };

test('a hot terminal is told outside once, through the outbox, and a restart tells nobody again', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-escalation-'));
  const broker = await startAedes();
  const publisher = await TestPublisher.connect(broker.url);
  const start = () => startEngine({ dataDir, modelPath: null, log, mqtt: [{ url: broker.url }] });
  const rows = (sql: string) => {
    const db = new Database(path.join(dataDir, 'control-room.db'), { readonly: true });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  };
  const told = 'SELECT topic, reason, step FROM notification WHERE step IS NOT NULL ORDER BY id';

  const engine = await start();
  await vi.waitFor(() => expect(engine.desk.status().feeds[0]?.state).toBe('connected'), WITHIN);
  await publisher.send('panel-1', HOT);
  const marked = () => engine.desk.status().escalation.marks.map(({ action }) => action);
  await vi.waitFor(() => expect(marked()).toContain('notify'), WITHIN);
  expect(rows(told)).toContainEqual({ topic: 'critical', reason: 'raise', step: 2 });

  const client = createRouterClient(engine.router);
  const session = await signedOn(client, '김관제', { role: 'operator' });
  await client.escalation.setMode({ session, mode: 'attended', hours: 1 });
  expect(engine.desk.status().escalation.attended?.by).toBe('김관제');
  const [alarm] = engine.desk.alarms();
  const of = { session, alarmId: alarm?.id ?? '' };
  await client.alarms.acknowledge({ session, alarmIds: [of.alarmId] });
  expect(await client.escalation.confirmHazard(of)).toEqual({ done: true });
  const before = rows(told);
  expect(before).toContainEqual({ topic: 'emergency', reason: 'escalate', step: 6 });
  await engine.close();

  const again = await start();
  expect(again.desk.status().escalation.attended?.by).toBe('김관제');
  expect(again.desk.status().escalation.marks[0]).toMatchObject({ confirmed: true });
  await again.close();
  expect(rows(told)).toEqual(before);
  await publisher.end();
  await broker.stop();
  rmSync(dataDir, { recursive: true });
});
