import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { OutboxStore } from '../../main/engine/notifications/OutboxStore.ts';
import { recipientKey } from '../../main/engine/notifications/recipients.ts';
import { requestOf } from '../integration/notifications/requests.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/freePort.ts';
import { signOnAs } from './site.ts';

/** Its id is smaller than any random one, so that it tells first. */
const otherDeskSays = {
  siteId: 'site',
  deskId: '00000000-0000-4000-8000-000000000000',
  acts: [],
  next: 0,
  told: {
    simulated: false,
    reaches: [],
    deliveries: [
      {
        telling: 'told by both',
        kind: 'webhook',
        recipient: '',
        at: Date.UTC(2026, 0, 5, 5, 3, 27),
      },
    ],
    next: 1,
  },
};

type Role = Parameters<typeof signOnAs>[2];

interface Site {
  readonly url: string;
  /** What the receiver answers from now on. */
  answer(status: number): void;
  readonly hook: string;
  readonly received: string[];
  /** Asks for notifications while the desk is down, as its rooms would have in the moment before. */
  restartWith(count: number): Promise<void>;
}

const test = base.extend<{ otherDesk: boolean; site: Site }>({
  /** Whether the receiver is another desk of the site as well. */
  otherDesk: [false, { option: true }],
  site: async ({ otherDesk }, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
    const received: string[] = [];
    let status = 204;
    const receiver = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.url?.startsWith('/api/acts')) {
        response.end(JSON.stringify(otherDeskSays));
        return;
      }
      received.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const port = await freePort();
    const tokenFile = path.join(dataDir, 'peer.token');
    writeFileSync(tokenFile, 'the-token-of-the-other-desk-and-no-other');
    const peer = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const peers = otherDesk ? ['--peer', peer, '--peer-token-file', tokenFile] : [];
    const start = () => startDesk(['--data', dataDir, ...peers], port);
    let desk: Desk = await start();
    await use({
      url: desk.url,
      answer: (next) => {
        status = next;
      },
      hook: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      received,
      async restartWith(count) {
        await desk.kill();
        const db = new Database(path.join(dataDir, 'control-room.db'));
        const store = new OutboxStore(db);
        const ids = db.prepare('SELECT id FROM notification_channel').pluck().all() as string[];
        const routes = ids.map((channelId) => ({ channelId, held: false }));
        db.transaction(() => {
          for (let n = 0; n < count; n++)
            store.add(requestOf(n, { telling: 'told by both' }), routes, Date.now());
        })();
        db.close();
        desk = await start();
      },
    });
    await desk.stop();
    receiver.closeAllConnections();
    receiver.close();
    rmSync(dataDir, { recursive: true, force: true });
  },
});

async function comeOnDuty(page: Page, url: string, name: string, role: Role): Promise<void> {
  await page.goto(url);
  await expect(page.getByTestId('desk')).toBeVisible();
  await page.getByTestId('sign-on').click();
  await signOnAs(page, name, role);
}

async function openSettings(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-notifications').click();
}

async function addWebhook(page: Page, url: string): Promise<void> {
  await page.getByTestId('channel-add').click();
  await page.getByTestId('channel-kind-webhook').check({ force: true });
  await page.getByTestId('channel-name').fill('당직 앱');
  await page.getByTestId('channel-url').fill(url);
  await page.getByTestId('channel-make-key').click();
  await page.getByTestId('channel-save').click();
  await expect(page.getByTestId('channel')).toHaveCount(1);
}

test('an administrator sets a channel up, tries it, and reads what is wrong in words', async ({
  page,
  site,
}) => {
  await comeOnDuty(page, site.url, '김관리', 'administrator');
  await openSettings(page);
  await expect(page.getByTestId('no-channels')).toContainText('설정되지 않았습니다');

  await page.getByTestId('channel-add').click();
  await page.getByTestId('channel-save').click();
  // The first field that is wrong has the keyboard.
  await expect(page.getByTestId('channel-name')).toBeFocused();
  await expect(page.getByTestId('channel-dialog')).toContainText('표시된 칸을 고치십시오');
  await page.keyboard.press('Escape');
  await addWebhook(page, site.hook);

  const card = page.getByTestId('channel');
  await expect(card).toHaveAttribute('data-health', 'untried');
  await card.getByTestId('test-send').click();
  await expect(card.getByTestId('test-outcome')).toContainText('보냈습니다');
  expect(JSON.parse(site.received[0] ?? '').data.subject).toContain('시험 알림');
  await expect(card).toHaveAttribute('data-health', 'well');

  site.answer(401);
  await card.getByTestId('test-send').click();
  await expect(card.getByTestId('channel-problem')).toContainText('보낼 권한이 없습니다');
  await expect(card).toHaveAttribute('data-health', 'failing');
  await expect(page.getByTestId('attempt')).toHaveCount(2);

  // The key is stored: the form doesn't have it, and saving without it keeps it.
  await card.getByTestId('channel-edit').click();
  await expect(page.getByTestId('channel-secret-signingKey')).toHaveValue('');
  await expect(page.getByTestId('channel-secret-signingKey')).toHaveAttribute(
    'placeholder',
    /저장됨/,
  );
  await page.getByTestId('channel-name').fill('당직 앱 2');
  await page.getByTestId('channel-save').click();
  await expect(card).toContainText('당직 앱 2');

  await card.getByTestId('channel-edit').click();
  await page.getByTestId('channel-remove').click();
  await page.getByTestId('channel-remove').click();
  await expect(page.getByTestId('no-channels')).toBeVisible();
});

test('what waits is listed with why, and is sent when somebody says so', async ({ page, site }) => {
  await comeOnDuty(page, site.url, '김관리', 'administrator');
  await openSettings(page);
  await addWebhook(page, site.hook);
  site.answer(404);
  await site.restartWith(5);

  const waiting = page.locator('[data-testid=outbox-row] .delivery[data-state=waiting]');
  await expect(waiting).toHaveCount(5);
  await expect(page.getByTestId('channel')).toContainText('대기 5건');
  await expect(waiting.first()).toContainText('상대가 받지 않습니다');
  // The desk says so itself, where every operator sees it.
  await page.getByTestId('nav-desk').click();
  await expect(
    page.locator('[data-testid=alarm-row][data-kind=notificationFailing]'),
  ).toBeVisible();
  await openSettings(page);
  site.answer(204);
  await page.getByTestId('retry-now').click();
  await expect(page.locator('.delivery[data-state=sent]')).toHaveCount(5);
  const told = site.received
    .flatMap((body) => JSON.parse(body).data.items as { key: string }[])
    .map(({ key }) => key);
  for (let n = 0; n < 5; n++) expect(told).toContain(requestOf(n).key);
});

test.describe('beside another desk', () => {
  test.use({ otherDesk: true });
  test('says who tells first, and what the other desk has told, in both languages', async ({
    page,
    site,
  }) => {
    otherDeskSays.told.deliveries[0]!.recipient = recipientKey('webhook', site.hook);
    await comeOnDuty(page, site.url, '김관리', 'administrator');
    await openSettings(page);
    await addWebhook(page, site.hook);
    const desk = page.getByTestId('other-desk');
    await expect(desk).toContainText('그쪽이 먼저 보냅니다');
    await expect(desk).toContainText('화재는 20초, 그 밖은 4분');
    await site.restartWith(1);
    const row = page.getByTestId('outbox-row');
    await expect(row).toContainText('다른 관제석이 보냄');
    await expect(row).toContainText(`${new URL(site.hook).host} 관제석이 보냈습니다`);
    expect(site.received).toEqual([]);
    await page.getByTestId('switch-language').click();
    await expect(row).toContainText('Sent by another desk');
    await expect(desk).toContainText('It sends first');
  });
});

test('a supervisor sees and changes nothing, an operator sees nothing, everybody sees whether it works', async ({
  page,
  site,
}) => {
  await comeOnDuty(page, site.url, '이책임', 'supervisor');
  await openSettings(page);
  await expect(page.getByTestId('notifications')).toContainText('관리자만 바꿀 수 있습니다');
  await expect(page.getByTestId('channel-add')).toHaveCount(0);
  await page.getByTestId('sign-off').click();
  await expect(page.getByTestId('notifications-sign-on')).toBeVisible();
  await comeOnDuty(page, site.url, '박근무', 'operator');
  await openSettings(page);
  await expect(page.getByTestId('notifications')).toContainText('책임자나 관리자만');
  await page.getByTestId('nav-system').click();
  await expect(page.getByTestId('notification-card')).toContainText('설정되지 않음');
});

test('a channel is set up by keyboard alone, and nothing on the way is inaccessible', async ({
  page,
  site,
}) => {
  await comeOnDuty(page, site.url, '김관리', 'administrator');
  await openSettings(page);
  const violations = async () =>
    (await new AxeBuilder({ page }).include('[data-testid=notifications]').analyze()).violations;
  expect(await violations()).toEqual([]);
  await page.getByTestId('channel-add').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('channel-name')).toBeFocused();
  await page.keyboard.type('당직 앱');
  // Back to the kinds, and to the third of them.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('channel-kind-webhook')).toBeChecked();
  const dialog = await new AxeBuilder({ page }).include('[data-testid=channel-dialog]').analyze();
  expect(dialog.violations).toEqual([]);
  await page.getByTestId('channel-url').focus();
  await page.keyboard.type(site.hook);
  await page.getByTestId('channel-make-key').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('channel-url').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('channel')).toHaveCount(1);
  expect(await violations()).toEqual([]);
  await page.getByTestId('test-send').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('test-outcome')).toContainText('보냈습니다');
});
