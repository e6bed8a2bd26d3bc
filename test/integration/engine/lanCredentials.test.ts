import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { startEngine } from '#engine/startEngine.ts';
import type { Contract } from '#shared/contract/contract.ts';
import { signedOn } from '../../support/operators.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { temporaryFolder, withRaw } from '../storage/folder.ts';

let dataDir: string;
let engine: Engine;
let client: ContractRouterClient<Contract>;
const { log, lines } = recordingLog();

beforeEach(async () => {
  dataDir = temporaryFolder();
  await start();
});
afterEach(() => engine.close());

async function start() {
  engine = await startEngine({ dataDir, modelPath: null, log });
  client = createRouterClient(engine.router) as ContractRouterClient<Contract>;
}

it('shows a device’s secret once, keeps it nowhere, and takes it back in the audit record', async () => {
  const session = await signedOn(client, '관리자', { role: 'administrator', desk: '방재실' });
  const supervisor = await signedOn(client, '책임자', { role: 'supervisor', desk: '방재실' });
  const asked = {
    name: 'b1-panel-3',
    devices: ['b1-panel-3'],
    proof: { kind: 'password' as const },
  };
  await expect(client.lanBroker.add({ session: supervisor, ...asked })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  const added = await client.lanBroker.add({ session, ...asked });
  if (!added.done || added.secret === null) throw new Error('no secret');
  expect(added.secret).toMatch(/^[\w-]{32}$/);
  expect(await client.lanBroker.add({ session, ...asked })).toEqual({
    done: false,
    refusal: 'nameTaken',
  });
  expect(
    await client.lanBroker.add({
      session,
      name: 'other',
      devices: ['other'],
      proof: { kind: 'certificate', certificate: 'no certificate' },
    }),
  ).toEqual({ done: false, refusal: 'certificateUnusable' });
  await expect(client.lanBroker.add({ session, ...asked, name: 'a/b' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });

  // Authority and credentials are the same after a restart.
  const { authority } = await client.lanBroker.overview({ session: supervisor });
  await engine.close();
  await start();
  const again = await client.lanBroker.overview({ session: supervisor });
  expect(again.authority).toEqual(authority);
  expect(again.credentials).toMatchObject([
    { name: 'b1-panel-3', kind: 'password', createdBy: '관리자', connected: false },
  ]);
  const revoke = { session, credentialId: added.credential.id };
  expect(await client.lanBroker.revoke(revoke)).toBeNull();
  await expect(client.lanBroker.revoke(revoke)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  // The name may be given again, with another secret.
  expect(await client.lanBroker.add({ session, ...asked })).toMatchObject({ done: true });

  await engine.close();
  const actions = withRaw(path.join(dataDir, 'control-room.db'), (db) =>
    db
      .prepare("SELECT action FROM audit WHERE action LIKE 'lanBroker.%' ORDER BY seq")
      .pluck()
      .all(),
  );
  expect(actions).toEqual(['lanBroker.add', 'lanBroker.revoke', 'lanBroker.add']);
  const everything = readdirSync(dataDir)
    .filter((name) => /\.(db|db-wal|json)$/.test(name))
    .map((name) => readFileSync(path.join(dataDir, name), 'latin1'))
    .join();
  expect(everything).toContain('b1-panel-3');
  expect(everything).not.toContain(added.secret);
  expect(lines.join()).not.toContain(added.secret);
  // The authority's key is sealed.
  expect(everything).not.toContain('PRIVATE KEY');
  await start();
});
