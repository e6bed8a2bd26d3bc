import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { startEngine } from '#engine/startEngine.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const SECRETS = ['a first night 1', 'a second night 2', '481593', 'a guess at it 3'] as const;

test('neither a password nor a session is written anywhere: not into the log, not into the folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'emberwatch-logged-'));
  const { log, lines } = recordingLog();
  const engine = await startEngine({ dataDir, modelPath: null, log });
  const { operators } = createRouterClient(engine.router);
  const [first, second, pin, guess] = SECRETS;
  const sessions: string[] = [];
  const took = (answer: Awaited<ReturnType<typeof operators.signOn>>) => {
    if (answer.done) sessions.push(answer.session);
    return sessions.at(-1) ?? '';
  };
  const made = { name: '이관리', secret: { kind: 'password', text: first }, desk: 'A' } as const;
  let session = took(await operators.makeAdministrator(made));
  const password = { kind: 'password', text: second } as const;
  session = took(await operators.changeSecret({ session, current: first, secret: password }));
  const added = await operators.add({
    session,
    name: '김철수',
    secret: { kind: 'pin', text: pin },
  });
  const operatorId = added.done ? added.operator.id : '';
  await operators.signOn({ operatorId, secret: guess, desk: 'B' });
  session = took(await operators.handOver({ session, operatorId, secret: pin }));
  await operators.signOff({ session });
  await engine.close();

  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(sessions).toHaveLength(3);
  expect(files.length).toBeGreaterThan(2);
  for (const secret of [...SECRETS, ...sessions]) {
    expect(lines.join('')).not.toContain(secret);
    for (const file of files) expect(file).not.toContain(secret);
  }
  rmSync(dataDir, { recursive: true, force: true });
});
