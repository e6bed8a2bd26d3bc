import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { runCli } from '../../support/cli.ts';
import { signedOn } from '../../support/operators.ts';

const NEW = 'a forgotten night 3';

let dir: string;
let passwordFile: string;
const start = () =>
  startEngine({ dataDir: join(dir, 'data'), modelPath: null, log: createLog('silent') });
const recover = (name: string, file = passwordFile) =>
  runCli(['administrator', '--data', join(dir, 'data'), '--name', name, '--password-file', file]);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'emberwatch-recover-'));
  passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, `${NEW}\n`);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('when every administrator forgot their password, one is restored, and the record tells of it', async () => {
  let engine = await start();
  let client = createRouterClient(engine.router);
  const old = await signedOn(client, '이관리');
  expect(await recover('이관리')).toMatchObject({
    code: 1,
    err: expect.stringContaining('already using'),
  });
  await engine.close();

  expect(await recover('이관리')).toMatchObject({ code: 0, err: '' });
  engine = await start();
  client = createRouterClient(engine.router);
  await expect(client.operators.whoAmI({ session: old })).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
  });
  const [{ id: operatorId } = { id: '' }, ...others] = await client.operators.list();
  expect(others).toEqual([]);
  const answer = await client.operators.signOn({ operatorId, secret: NEW, desk: '방재실' });
  expect(answer).toMatchObject({ done: true, operator: { name: '이관리', role: 'administrator' } });
  const session = answer.done ? answer.session : '';
  const { entries } = await client.audit.list({ session, action: 'operator.recovered' });
  expect(entries).toMatchObject([
    { operator: null, subject: operatorId, detail_json: '{"name":"이관리"}' },
  ]);
  await engine.close();
});

test('what it can’t do is said in a sentence', async () => {
  expect(await recover('이관리')).toMatchObject({
    code: 1,
    err: expect.stringContaining('control-room.db'),
  });
  await (await start()).close();
  writeFileSync(passwordFile, 'short');
  expect(await recover('이관리')).toMatchObject({
    code: 1,
    err: expect.stringContaining('ten characters'),
  });
  writeFileSync(passwordFile, NEW);
  expect(await recover(' ')).toMatchObject({ code: 1, err: expect.stringContaining('1 to 40') });
  expect(await recover('이관리', join(dir, 'nothing'))).toMatchObject({ code: 1 });
});
