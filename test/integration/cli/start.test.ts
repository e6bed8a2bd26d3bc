import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { runCli, spawnCli } from '../../support/cli.ts';

const entry = 'main/cli/start.ts';

test('without Electron’s runtime, npm start says so in one sentence and opens the demo for a browser', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'emberwatch-start-'));
  // An empty folder instead of the runtime: the same on a machine that has it.
  const env = { ELECTRON_OVERRIDE_DIST_PATH: dir };
  const child = spawnCli(['--data', join(dir, 'data'), '--no-open'], { entry, env });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error(err);
    }),
  ])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(url)).text()).toMatch(/<script type="module"/);
  const report = await fetch(`${url}/rpc/system/report`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { json } = (await report.json()) as { json: { status: { simulated: boolean } } };
  expect(json.status.simulated).toBe(true);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(err).toBe(
    'Electron’s runtime is not on this machine, so the desk opens in a browser through the headless host.\n',
  );
  rmSync(dir, { recursive: true, force: true });
});

test('an unknown option is refused with code 2', async () => {
  const { code, err } = await runCli(['--frobnicate'], { entry });
  expect(code).toBe(2);
  expect(err).toContain("unknown option '--frobnicate'");
});
