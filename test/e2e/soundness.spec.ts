import type { Page } from '@playwright/test';
import { alarmRow, expect, signOn, test } from './site.ts';

/** What an operator can press or fill in, as Chromium tells it to a screen reader. */
const INTERACTIVE = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'listbox',
  'option',
  'radio',
  'slider',
  'spinbutton',
  'textbox',
  'application',
]);

/** The interactive elements that have no name in the accessibility tree. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const interactive = nodes.filter(
    ({ ignored, role }) => !ignored && INTERACTIVE.has(String(role?.value)),
  );
  expect(interactive.length).toBeGreaterThan(0);
  return interactive
    .filter(({ name }) => String(name?.value ?? '').trim() === '')
    .map(({ role, nodeId }) => `${role?.value} ${nodeId}`);
}

/** Everything the browser complains about, policy violations included. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') found.push(`asked ${request.url()}`);
  });
  return found;
}

test('a whole session leaves no complaint in the browser, asks no other host, and names everything that can be pressed', async ({
  page,
  site,
}) => {
  const found = complaints(page);
  const check = async (where: string) => expect(await nameless(page), where).toEqual([]);
  await site.open(page);
  await check('calm');
  const plan = page.locator('.plan-image');
  for (const floor of await page.getByTestId('floor-item').all()) {
    await floor.click();
    await expect(floor).toHaveAttribute('aria-current', 'true');
    const width = () =>
      plan.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0));
    await expect.poll(width, 'the drawing of the floor').toBeGreaterThan(0);
  }
  await site.devices.send('device-020', { pcbTemp: 68, sensorTemp: 72 });
  await site.devices.send('device-021', { status: 16, verifySts: 16 });
  await site.devices.send('newcomer-3');
  const alarm = alarmRow(page, 'device-020', 'risk');
  await alarm.dblclick();
  const drawer = page.getByTestId('device-drawer');
  await expect(drawer.getByTestId('alarm-step')).not.toHaveCount(0);
  await drawer.locator('canvas').first().waitFor();
  await check('alarm with its device');
  await page.keyboard.press('Control+a');
  await page.getByTestId('act-note').click();
  await check('note');
  await page.keyboard.press('Escape');
  await page.getByTestId('sign-on').click();
  await check('sign-on');
  await signOn(page, '김관제');
  await drawer.getByTestId('edit-placement').click();
  await check('moving a device');
  await page.keyboard.press('Escape');
  await page.getByTestId('inbox-button').click();
  await page.getByTestId('inbox-item').first().waitFor();
  await check('inbox');
  await page.getByTestId('switch-theme').click();
  await page.getByTestId('switch-language').click();
  await page.getByTestId('nav-system').click();
  await expect(page.getByTestId('feeds')).toBeVisible();
  await check('system');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByTestId('nav-desk').click();
  await expect(alarm).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
    true,
  );
  expect(found).toEqual([]);
});

test('a broker that is gone is explained in the operator’s language with what to do, one press from the header', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.stopBroker();
  const state = page.getByTestId('proof-state');
  await expect(state).toHaveAttribute('data-watch', 'feedDown');
  await state.click();
  const problem = page.getByTestId('feeds').locator('[data-code=unreachable]');
  await expect(problem).toContainText('브로커에 닿지 않습니다.');
  await expect(problem).toContainText('방화벽을 확인하십시오');
  await page.getByTestId('switch-language').click();
  await expect(problem).toContainText('The broker cannot be reached.');
});
