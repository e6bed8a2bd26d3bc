/** The table of all alarms by keyboard alone: found, opened, acknowledged, shelved, taken out; and rows that don't move. */
import { readFile } from 'node:fs/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from '@playwright/test';
import type { Contract } from '../../shared/contract/contract.ts';
import { signedOn } from '../support/operators.ts';
import { alarmRow, chooseToSignOn, expect, tabTo, test } from './site.ts';

const OVERVOLTAGE = { volt: 236, status: 1, verifySts: 1 };

const tableRow = (page: Page, deviceId: string) =>
  page.locator(`[data-testid=alarm-table-row][data-device-id="${deviceId}"]`);

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('an alarm is found, opened, acknowledged, set aside and exported by keyboard, in both languages', async ({
  page,
  site,
}) => {
  await site.open(page);
  await chooseToSignOn(page, '김관제', 'administrator');
  for (const device of ['device-010', 'device-012']) await site.devices.send(device, OVERVOLTAGE);
  await expect(alarmRow(page, 'device-012', 'overvoltage')).toBeVisible();
  const client = createORPCClient<ContractRouterClient<Contract>>(
    new RPCLink({ url: `${site.url}/rpc` }),
  );

  for (const [words, deviceId] of [
    [{ over: '과전압', columns: '열', kind: '종류', reason: '변전소 작업' }, 'device-010'],
    [
      { over: 'Overvoltage', columns: 'Columns', kind: 'Kind', reason: 'substation works' },
      'device-012',
    ],
  ] as const) {
    await tabTo(page, page.getByTestId('nav-alarms'));
    await press(page, 'Enter');
    const row = tableRow(page, deviceId);
    await expect(page.getByTestId('columns')).toHaveText(words.columns);

    await press(page, '/', 'Control+a');
    await page.keyboard.type(`${deviceId} ${words.over}`);
    await expect(row).toBeVisible();
    await expect(page.getByTestId('table-total')).toHaveAttribute('data-total', '1');
    await press(page, 'Enter', 'ArrowDown');
    await expect(row).toHaveAttribute('data-active', 'true');

    await press(page, 'a');
    await expect(row).toHaveAttribute('data-state', 'acknowledged');
    await press(page, 'Enter');
    const sheet = page.getByTestId('alarm-sheet');
    await expect(sheet.getByTestId('alarm-step').first()).toContainText('김관제');
    await press(page, 'Escape');
    await expect(sheet).toHaveCount(0);

    // The menu key's menu does what the keys do.
    await press(page, 'm');
    await expect(page.getByTestId('row-menu')).toBeVisible();
    await press(page, 'Escape', 'h');
    await expect(page.getByTestId('set-aside-dialog')).toBeVisible();
    await page.keyboard.type(words.reason);
    await press(page, 'Enter');
    await expect(row).toHaveAttribute('data-state', 'shelved');

    await tabTo(page, page.getByTestId('export'));
    await press(page, 'Enter');
    await tabTo(page, page.getByTestId('export-csv'));
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Enter')]);
    expect(file.suggestedFilename()).toMatch(/^emberwatch-alarms-simulated-[\d-]+\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const lines = text.trimEnd().split('\r\n');
    expect(lines.at(-2)).toContain(`"${words.kind}"`);
    expect(lines.at(-1)).toContain(words.over);
    await press(page, 'Escape');
    await page.screenshot({ path: test.info().outputPath(`table-${deviceId}.png`) });
    await page.getByTestId('switch-language').click();
  }
  const session = await signedOn(client);
  const { entries } = await client.audit.list({ session, action: 'alarm.export' });
  expect(entries).toHaveLength(2);
});

test('a row that another desk answers stays where it is until the table is drawn anew', async ({
  page,
  site,
}) => {
  await site.open(page);
  await chooseToSignOn(page, '김관제', 'administrator');
  const devices = ['device-010', 'device-012', 'device-014'];
  for (const device of devices) await site.devices.send(device, OVERVOLTAGE);
  await page.getByTestId('nav-alarms').click();
  await page.getByTestId('view-waiting').click();
  for (const device of devices) await expect(tableRow(page, device)).toBeVisible();
  const middle = tableRow(page, 'device-012');
  await middle.click();
  const place = await middle.getAttribute('data-index');

  const client = createORPCClient<ContractRouterClient<Contract>>(
    new RPCLink({ url: `${site.url}/rpc` }),
  );
  const session = await signedOn(client, '이영희');
  const [answered] = await client.alarms.history({ deviceId: 'device-012' });
  await client.alarms.acknowledge({ session, alarmIds: [answered!.id] });
  await site.devices.send('device-016', OVERVOLTAGE);
  await expect(middle).toHaveAttribute('data-left', 'true');
  await expect(middle).toHaveAttribute('data-state', 'acknowledged');
  await expect(page.getByTestId('table-changes')).toContainText('새 경보 1건');
  // Nothing moved, and a second press is for nobody: what is chosen has been answered.
  expect(await middle.getAttribute('data-index')).toBe(place);
  await expect(tableRow(page, 'device-016')).toHaveCount(0);
  await expect(page.getByTestId('table-acknowledge')).toBeDisabled();

  await page.keyboard.press('u');
  await expect(middle).toHaveCount(0);
  await expect(tableRow(page, 'device-016')).toBeVisible();
  // All of a class at once, by its key.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+a');
  await expect(page.getByTestId('table-picked')).toBeVisible();
  await page.keyboard.press('a');
  for (const device of ['device-010', 'device-014', 'device-016'])
    await expect(tableRow(page, device)).toHaveAttribute('data-state', 'acknowledged');
  // What is answered is picked no more: the keys mean the chosen row again.
  await expect(page.getByTestId('table-picked')).toHaveCount(0);
  await expect(page.locator('[data-picked=true]')).toHaveCount(0);
});
