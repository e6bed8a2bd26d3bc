/** Shelving by keyboard alone, seen from the header, listed, warned about and ended; fire can't be shelved. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from '@playwright/test';
import { wholeFloor } from '../../renderer/floor-map/viewport.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { alarmRow, expect, signOn, test } from './site.ts';

const OVERVOLTAGE = { volt: 236, status: 1, verifySts: 1 };
const HOT = { pcbTemp: 68, sensorTemp: 72 };

/** Fits the floor into the map. @returns where on the page a device is then. */
async function onWholeFloor(page: Page, deviceId: string): Promise<{ x: number; y: number }> {
  const link = new RPCLink({ url: `${new URL(page.url()).origin}/rpc` });
  const client = createORPCClient<ContractRouterClient<Contract>>(link);
  const [{ device }, floors] = await Promise.all([
    client.devices.get({ deviceId }),
    client.desk.floors(),
  ]);
  const { placement } = device;
  const floor = floors.find(({ id }) => id === placement?.floorId);
  const map = page.getByTestId('floor-map');
  await map.focus();
  await page.keyboard.press('0');
  const box = await map.boundingBox();
  if (!placement || !floor || !box) throw new Error(`${deviceId} is not on the map`);
  const view = wholeFloor({ width: floor.widthM, height: floor.heightM }, box);
  return {
    x: box.x + view.x + placement.xM * view.scale,
    y: box.y + view.y + placement.yM * view.scale,
  };
}

async function signedOn(page: Page): Promise<void> {
  await page.getByTestId('sign-on').click();
  await signOn(page, '김관제');
}

test('an electrical alarm is shelved, shown as off everywhere, and brought back', async ({
  page,
  site,
}) => {
  await site.open(page);
  await signedOn(page);
  await site.devices.send('device-010', OVERVOLTAGE);
  const alarm = alarmRow(page, 'device-010', 'overvoltage');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
  await expect(page.getByTestId('lamp-set-aside')).toHaveCount(0);

  await page.keyboard.press('h');
  await expect(page.getByTestId('set-aside-dialog')).toBeVisible();
  // The reason has the focus: nothing but what a person knows has to be filled in.
  await page.keyboard.type('변전소 작업');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('set-aside-dialog')).toBeHidden();
  await expect(alarm).toHaveAttribute('data-state', 'shelved');
  await expect(page.getByTestId('count-supervisory')).toHaveAttribute('data-count', '0');

  // On the plan too, by a shape that the legend explains.
  await alarm.dblclick();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('legend-shelved')).toContainText('1');
  const at = await onWholeFloor(page, 'device-010');
  const hover = page.getByTestId('hover-aside');
  for (const said of ['보류', 'Shelved']) {
    await page.mouse.move(0, 0);
    await page.mouse.move(at.x, at.y);
    await expect(hover).toContainText(said);
    await expect(hover).toContainText('변전소 작업');
    await page.screenshot({ path: test.info().outputPath(`plan-${said}.png`) });
    await page.getByTestId('switch-language').click();
  }

  const lamp = page.getByTestId('lamp-set-aside');
  await expect(lamp).toContainText('감시에서 뺀 지점 1');
  await lamp.focus();
  await page.keyboard.press('Enter');
  const row = page.getByTestId('set-aside-row');
  await expect(row).toContainText('변전소 작업');
  await expect(row).toContainText('김관제');
  await row.getByTestId('set-aside-end').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('set-aside-none')).toBeVisible();
  await expect(page.getByTestId('set-aside-past')).toContainText('김관제 님이 끝냄');
  await expect(lamp).toHaveCount(0);
  await page.getByTestId('nav-desk').click();
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
});

test('a fire alarm cannot be shelved, and the dialog says what to do', async ({ page, site }) => {
  await site.open(page);
  await signedOn(page);
  await site.devices.send('device-011', HOT);
  await expect(alarmRow(page, 'device-011', 'risk')).toBeVisible();
  await page.keyboard.press('h');
  await expect(page.getByTestId('set-aside-shelved')).toBeDisabled();
  await page.getByTestId('set-aside-reason').fill('조용히 하고 싶어서');
  await page.getByTestId('set-aside-submit').click();
  await expect(page.getByTestId('set-aside-refused')).toContainText(/대응하십시오|할 수 없습니다/);
  await page.keyboard.press('Escape');
  await expect(alarmRow(page, 'device-011', 'risk')).toHaveAttribute(
    'data-state',
    'unacknowledged',
  );
});

test('a way in that is cut is an alarm with a place and a reason, and ends when it is mended', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.stopBroker();
  const alarm = page.locator('[data-testid=alarm-row][data-kind=feedDown]');
  await expect(alarm).toBeVisible({ timeout: 60_000 });
  await expect(alarm).toContainText('관제 시스템');
  await expect(page.getByTestId('count-trouble')).not.toHaveAttribute('data-count', '0');
  await site.startBroker();
  await expect(alarm).toHaveAttribute('data-state', 'returnedUnacknowledged', { timeout: 60_000 });
});
