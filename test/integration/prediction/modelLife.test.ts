/** The life of a model asked of the whole engine, with real files, threads, sign-ons and restarts. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { DEFAULT_LIMITS } from '#shared/prediction/monitoring/limits.ts';
import { metadata, modelBytes, writeModel } from '../../support/modelFile.ts';
import { personOf, signedOn, TEST_PASSWORD } from '../../support/operators.ts';
import type { Client } from '../transport/ObservedEngine.ts';
import { folder } from './ModelScenario.ts';

const CHUNK = 256 * 1024;
const NEW = modelBytes('overvoltage', metadata({ modelVersion: 'test-2' }));

let dir: string;
let engine: Engine;
let client: Client;
let session: string;

async function start(): Promise<void> {
  engine = await startEngine({
    dataDir: path.join(dir, 'data'),
    modelPath: path.join(dir, 'overvoltage.onnx'),
    log: createLog('silent'),
  });
  client = createRouterClient(engine.router);
  session = await signedOn(client, '이관리');
}

async function restart(): Promise<void> {
  await engine.close();
  await start();
}

async function offer(bytes: Buffer) {
  const begun = await client.prediction.offerBegin({
    session,
    name: '새 모델.onnx',
    byteLength: bytes.byteLength,
  });
  if (!begun.done) return begun;
  const { uploadId } = begun;
  for (let offset = 0; offset < bytes.byteLength; offset += CHUNK) {
    const data = bytes.subarray(offset, offset + CHUNK).toString('base64');
    await client.prediction.offerChunk({ session, uploadId, offset, data });
  }
  return client.prediction.offerFinish({ session, uploadId });
}

async function second(role: 'operator' | 'supervisor' = 'supervisor', secret = TEST_PASSWORD) {
  return { operatorId: (await personOf(client, `둘째 ${role}`, role)).id, secret };
}

const report = () => client.prediction.report();
const roles = async () =>
  Object.fromEntries((await report()).versions.map(({ version, role }) => [version, role]));
const degraded = () => engine.desk.alarms().filter(({ kind }) => kind === 'modelDegraded');
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof ORPCError ? error.code : String(error)),
  );

beforeEach(async () => {
  dir = folder();
  writeModel(dir);
  await start();
});
afterEach(() => engine.close());

describe('a model', () => {
  test('is offered, put in charge by two people, and taken back, through restarts', async () => {
    expect(await offer(NEW)).toMatchObject({ done: true, version: { version: 'test-2' } });
    expect(await roles()).toEqual({ 'test-1': 'live', 'test-2': 'shadow' });
    await restart();
    const { shadow, live } = await report();
    expect({ live: live?.version, shadow: shadow?.version }).toEqual({
      live: 'test-1',
      shadow: 'test-2',
    });
    const promoted = await client.prediction.promote({
      session,
      hash: shadow!.hash,
      second: await second(),
      reason: '시험 운전이 나았음',
    });
    expect(promoted).toMatchObject({ done: true, version: { version: 'test-2', role: 'live' } });
    expect(await report()).toMatchObject({
      available: true,
      problem: null,
      live: { version: 'test-2', origin: 'installed' },
      shadow: null,
      comparison: null,
    });
    await restart();
    expect(await roles()).toEqual({ 'test-2': 'live', 'test-1': 'known' });
    const back = { session, second: await second(), reason: '오경보가 늘었음' };
    expect(await client.prediction.rollBack(back)).toMatchObject({ done: true });
    expect(await roles()).toEqual({ 'test-1': 'live', 'test-2': 'known' });
    const told = await client.audit.list({ session, limit: 100 });
    const acts = told.entries.filter(({ action }) => action.startsWith('model.'));
    expect(acts.map(({ action, operator }) => [action, operator]).sort()).toEqual([
      ['model.offer', '이관리'],
      ['model.promote', '이관리'],
      ['model.rollBack', '이관리'],
    ]);
    for (const { action, detail_json } of acts)
      if (action !== 'model.offer')
        expect(JSON.parse(detail_json)).toMatchObject({ second: '둘째 supervisor' });
  });

  test('is not changed by one person, by a wrong secret, or with somebody who may not', async () => {
    await offer(NEW);
    const { hash } = (await report()).shadow!;
    const own = (await client.operators.whoAmI({ session })).id;
    const tries = [
      [{ operatorId: own, secret: TEST_PASSWORD }, 'samePerson'],
      [await second('supervisor', 'wrong'), 'wrongSecret'],
      [await second('operator'), 'roleTooLow'],
    ] as const;
    for (const [who, why] of tries)
      expect(
        await client.prediction.promote({ session, hash, second: who, reason: 'x' }),
      ).toMatchObject({ done: false, refusal: why });
    expect(await roles()).toEqual({ 'test-1': 'live', 'test-2': 'shadow' });
  });

  test('is refused with what is wrong with it', async () => {
    const wrong = metadata({ schema: { version: '1999', stepMs: 1, steps: 1, features: [] } });
    expect(await offer(modelBytes('overvoltage', wrong))).toMatchObject({
      done: false,
      problem: { code: 'wrongSchema', detail: expect.stringContaining('1999') },
    });
    const live = readFileSync(path.join(dir, 'overvoltage.onnx'));
    expect(await refusal(offer(live))).toBe('CONFLICT');
  });

  test('that nobody knows, or that is not on trial, is not found', async () => {
    const asked = { session, second: await second(), reason: 'x' };
    const hash = '0'.repeat(64);
    expect(await refusal(client.prediction.promote({ ...asked, hash }))).toBe('NOT_FOUND');
    expect(await refusal(client.prediction.rollBack({ ...asked, hash }))).toBe('NOT_FOUND');
    expect(await refusal(client.prediction.rollBack(asked))).toBe('NOT_FOUND');
    expect(await refusal(client.prediction.discardShadow({ session, reason: 'x' }))).toBe(
      'NOT_FOUND',
    );
  });

  test('whose file is gone at a start gives way to the bundled one, with a trouble', async () => {
    await offer(NEW);
    const { hash } = (await report()).shadow!;
    const asked = { session, hash, second: await second(), reason: 'x' };
    await client.prediction.promote(asked);
    expect(degraded()).toEqual([]);
    await engine.close();
    const models = path.join(dir, 'data', 'models');
    const [name] = readdirSync(models).filter((one) => one.endsWith('.onnx'));
    rmSync(path.join(models, name!));
    await start();
    expect((await report()).live?.version).toBe('test-1');
    expect(degraded()).toMatchObject([
      { deviceId: 'desk/model/file', alarmClass: 'trouble', conditionActive: true },
    ]);
    expect(degraded()[0]?.detail).toMatch(/^missing: /);
    await engine.close();
    writeFileSync(path.join(models, name!), NEW);
    await start();
    expect((await report()).live?.version).toBe('test-2');
  });
});

test('limits are read by anyone and changed by an administrator', async () => {
  expect(await client.prediction.limits()).toEqual(DEFAULT_LIMITS);
  const limits = { ...DEFAULT_LIMITS, recall: 0.5 };
  const chief = await signedOn(client, '박책임', { role: 'supervisor' });
  expect(await refusal(client.prediction.saveLimits({ session: chief, limits }))).toBe('FORBIDDEN');
  expect(await client.prediction.saveLimits({ session, limits })).toEqual(limits);
  await restart();
  expect(await client.prediction.limits()).toEqual(limits);
});
