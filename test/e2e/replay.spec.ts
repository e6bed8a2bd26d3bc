import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { spawnCli } from '../support/cli.ts';
import { wire } from '../support/wire.ts';

test('a desk that plays a recording says so across the window, in both languages', async ({
  page,
}) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
  const recording = path.join(dir, 'recording.jsonl');
  writeFileSync(recording, JSON.stringify(wire('a', { timestamp: Date.now() - 86_400_000 })));
  const args = ['replay', recording, '--data', path.join(dir, 'data'), '--no-model', '--stay'];
  const child = spawnCli([...args, '--speed', 'max']);
  try {
    const [ready] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    await page.goto((JSON.parse(ready) as { url: string }).url);
    await expect(page.getByTestId('replay-strip')).toContainText('지난 기록을 재생하고 있습니다');
    await expect(page.getByTestId('replay-strip')).toContainText('REPLAY');
    await expect(page.getByTestId('simulated')).toBeHidden();
    await page.getByTestId('switch-language').click();
    await expect(page.getByTestId('replay-strip')).toContainText('a recording that is played');
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  }
});
