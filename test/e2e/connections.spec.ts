import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { startAedes } from '../support/aedesBroker.ts';
import { makeCertificates } from '../support/certificates.ts';
import { startDesk } from '../support/desk.ts';
import { freePort } from '../support/freePort.ts';
import { TEST_PASSWORD } from '../support/operators.ts';
import { TestPublisher } from '../support/wire.ts';
import { tabTo } from './site.ts';

interface Site {
  readonly url: string;
  readonly broker: string;
  readonly devices: TestPublisher;
  readonly dir: string;
}

/** A new desk to which nothing is connected, and a broker that waits for it. */
const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
  site: async ({}, use) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
    const broker = await startAedes();
    const devices = await TestPublisher.connect(broker.url);
    const desk = await startDesk(['--data', path.join(dir, 'data')]);
    await use({ url: desk.url, broker: broker.url, devices, dir });
    await desk.stop();
    await devices.end();
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  },
});

async function becomeAdministrator(page: Page): Promise<void> {
  await page.getByTestId('sign-on').click();
  await page.getByTestId('operator-name').fill('김관리');
  await page.getByTestId('secret-kind-password').check({ force: true });
  await page.getByTestId('new-secret').fill(TEST_PASSWORD);
  await page.getByTestId('new-secret-again').fill(TEST_PASSWORD);
  await page.getByTestId('operator-submit').click();
}

const violations = async (page: Page, testId: string) =>
  (await new AxeBuilder({ page }).include(`[data-testid=${testId}]`).analyze()).violations;

test('a new desk is led to its first reading by keyboard alone, put off on the way and resumed; certificates are imported', async ({
  page,
  site,
}) => {
  const answers: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => answers.push(String(payload))),
  );
  await page.goto(site.url);
  await expect(page.getByTestId('lamp-nothing-connected')).toContainText(
    '아무것도 연결되지 않았습니다',
  );
  await becomeAdministrator(page);
  const wizard = page.getByTestId('set-up');
  const step = page.getByTestId('set-up-step');
  await expect(step).toHaveAttribute('data-step', 'site');
  await expect(page.getByTestId('set-up-name-ko')).toBeFocused();
  expect(await violations(page, 'set-up')).toEqual([]);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('한빛 빌딩');
  await page.keyboard.press('Enter');
  await expect(step).toHaveAttribute('data-step', 'connection');
  await expect(page.locator('h1')).toHaveText('한빛 빌딩');

  // Somebody was called away.
  await page.keyboard.press('Escape');
  await expect(wizard).toBeHidden();
  await page.getByTestId('lamp-nothing-connected').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('no-connections')).toContainText('아무 감지기도 감시하지 못합니다');
  await page.getByTestId('set-up-open').focus();
  await page.keyboard.press('Enter');
  await expect(step).toHaveAttribute('data-step', 'connection');

  await expect(page.getByTestId('connection-form')).toBeVisible();
  await tabTo(page, page.getByTestId('connection-kind-awsIot'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByTestId('connection-name'));
  await page.keyboard.type('본관 게이트웨이');
  await tabTo(page, page.getByTestId('connection-url'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(`mqtt://127.0.0.1:${await freePort()}`);
  await tabTo(page, page.getByTestId('connection-test'));
  await page.keyboard.press('Enter');
  const tcp = page.locator('[data-testid=test-step][data-step=tcp]');
  await expect(tcp).toHaveAttribute('data-finding', 'tcpRefused');
  await expect(tcp).toContainText('브로커가 실행 중인지 확인하십시오');
  await expect(page.getByTestId('test-end')).toContainText('여기서 막혔습니다');
  expect(await violations(page, 'set-up')).toEqual([]);
  await page.getByTestId('connection-url').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(site.broker);
  await page.keyboard.press('Enter');

  await expect(step).toHaveAttribute('data-step', 'message');
  const message = page.locator('[data-testid=test-step][data-step=message]');
  await expect(message).toHaveAttribute('data-state', 'running');
  await site.devices.send('device-1');
  await expect(message).toHaveAttribute('data-finding', 'messageRead');
  await expect(page.getByTestId('set-up-seen')).toHaveAttribute('data-seen', 'true');
  await expect(page.getByTestId('set-up-next')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('set-up-done')).toContainText('설정을 마쳤습니다');
  await expect(page.getByTestId('set-up-finish')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(wizard).toBeHidden();
  await expect(page.getByTestId('lamp-nothing-connected')).toHaveCount(0);

  const card = page.getByTestId('connection');
  await expect(card).toHaveAttribute('data-state', 'connected');
  expect(await violations(page, 'connections')).toEqual([]);
  await card.getByTestId('connection-turn').click();
  await expect(card).toHaveAttribute('data-state', 'off');
  await expect(page.getByTestId('lamp-connections-off')).toContainText('1');
  await card.getByTestId('connection-turn').click();
  await expect(card).toHaveAttribute('data-state', 'connected');

  // Certificate files are sorted by what is in them, and the key never comes back to the page.
  const { client, ca } = makeCertificates();
  const file = (name: string, text: string) => {
    const at = path.join(site.dir, name);
    writeFileSync(at, text);
    return at;
  };
  await page.getByTestId('connection-add').click();
  // Named the wrong way round, as people do.
  const bundle = {
    format: 'emberwatch-connection',
    version: 1,
    name: '별관',
    endpoint: 'mqtts://broker.example:8883',
  };
  await page
    .getByTestId('import-input')
    .setInputFiles([
      file('key.pem', client.cert),
      file('cert.pem', client.key),
      file('ca.pem', ca),
      file('bundle.json', JSON.stringify(bundle)),
    ]);
  await expect(page.getByTestId('import-found')).toContainText('개인 키');
  await expect(page.getByTestId('connection-kind-mqtt')).toBeChecked();
  await expect(page.getByTestId('connection-name')).toHaveValue('별관');
  await expect(page.getByTestId('connection-url')).toHaveValue('mqtts://broker.example:8883');
  await expect(page.getByTestId('connection-certificate')).toHaveValue(client.cert.trim());
  await expect(page.getByTestId('connection-secrets.privateKey')).toHaveValue('');
  await page.getByTestId('connection-save').click();
  const annex = card.filter({ hasText: '별관' });
  await annex.getByTestId('connection-edit').click();
  await expect(page.getByTestId('connection-secrets.privateKey')).toHaveAttribute(
    'placeholder',
    /저장됨/,
  );
  expect(await violations(page, 'connection-dialog')).toEqual([]);
  expect(answers.join('')).toContain('importId');
  expect(answers.join('')).not.toContain('PRIVATE KEY');
});
