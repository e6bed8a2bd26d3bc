import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { alarmRow, expect, signOnAs, tabTo, test } from './site.ts';

const ARCING = { status: 2048, verifySts: 2048, aArc: 3 };
const HOT = { pcbTemp: 68, sensorTemp: 72 };

const cell = (page: Page, deviceId: string, item: string) =>
  page.locator(`[data-testid=walk-row][data-device-id="${deviceId}"] [data-item="${item}"]`);

/** Settings by keyboard: the lists, the note, and the start. */
async function beginTest(page: Page, names: readonly string[]): Promise<void> {
  await tabTo(page, page.getByTestId('nav-settings'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByTestId('settings-walkTest'));
  await page.keyboard.press('Enter');
  for (const name of names) {
    await tabTo(page, page.getByTestId('walk-search'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(name);
    await tabTo(page, page.getByTestId('walk-choose-shown'));
    await page.keyboard.press('Enter');
  }
  await expect(page.getByTestId('walk-chosen')).toHaveAttribute('data-count', String(names.length));
  await tabTo(page, page.getByTestId('walk-mode-silent'));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('walk-mode-audible')).toBeChecked();
  await tabTo(page, page.getByTestId('walk-note'));
  await page.keyboard.type('11월 정기 점검');
  await tabTo(page, page.getByTestId('walk-start'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('walk-running')).toBeVisible();
}

for (const language of ['ko', 'en'] as const) {
  test(`a supervisor walks, injects, signs and prints without a mouse (${language})`, async ({
    page,
    site,
  }) => {
    // Some hundreds of key presses.
    test.slow();
    await page.addInitScript((chosen) => {
      localStorage.setItem('emberwatch.preferences', JSON.stringify({ language: chosen }));
    }, language);
    await site.open(page);
    for (const id of ['device-010', 'device-011']) await site.devices.send(id);
    await signOnAs(page, '박감독', 'supervisor');
    await beginTest(page, ['device-010', 'device-011']);

    const lamp = page.getByTestId('lamp-walk-test');
    await expect(lamp).toHaveAttribute('data-devices', '2');
    // A device that really sends it, and one that the desk plays.
    await site.devices.send('device-010', ARCING);
    await expect(cell(page, 'device-010', 'arcAlarm')).toHaveAttribute('data-state', 'byDevice');
    const first = page.locator('[data-cell="0:0"]');
    await tabTo(page, first);
    await page.keyboard.press('Enter');
    await expect(first).toHaveAttribute('data-state', 'byDesk');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-cell="1:0"]')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    await expect(page.locator('[data-cell="1:1"]')).toHaveAttribute('data-state', 'byDesk');
    await expect(page.getByTestId('walk-hit-desk')).toContainText('박감독');
    await tabTo(page, page.getByTestId('inject-all'));
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('walk-coverage')).toHaveAttribute('data-percent', '100');
    await page.screenshot({ path: test.info().outputPath(`matrix-${language}.png`) });

    // Nothing of all this is an alarm, on this screen or any other.
    await tabTo(page, page.getByTestId('nav-desk'));
    await page.keyboard.press('Enter');
    await expect(lamp).toBeVisible();
    await expect(page.getByTestId('no-alarms')).toBeVisible();
    await tabTo(page, page.getByTestId('floor-item').last());
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('legend-under-test')).toContainText('2');

    await tabTo(page, page.getByTestId('lamp-walk-test'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByTestId('walk-end'));
    await page.keyboard.press('Enter');
    await expect(lamp).toHaveCount(0);
    const certificate = page.getByTestId('walk-certificate');
    await expect(certificate).toHaveAttribute('data-signed', 'false');
    await tabTo(page, page.getByTestId('walk-sign'));
    await page.keyboard.press('Enter');
    await expect(certificate).toHaveAttribute('data-signed', 'true');
    await expect(certificate).toContainText('박감독');
    await expect(page.getByTestId('walk-missing')).toHaveAttribute('data-count', '0');
    await page.screenshot({ path: test.info().outputPath(`certificate-${language}.png`) });

    const saved = async (button: string) => {
      await tabTo(page, page.getByTestId(button));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.keyboard.press('Enter'),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const csv = await saved('walk-csv');
    // A heading, and fourteen points of two devices.
    expect(csv.trim().split('\r\n')).toHaveLength(1 + 2 * 14);
    expect(csv).toContain('device-010');
    const json = JSON.parse(await saved('walk-json'));
    await expect(certificate).toContainText(json.digest);

    await page.emulateMedia({ media: 'print' });
    await expect(certificate).toBeVisible();
    for (const hidden of ['walk-print', 'proof', 'nav-desk'])
      await expect(page.getByTestId(hidden)).toBeHidden();
    await page.emulateMedia({ media: 'screen' });

    await tabTo(page, page.getByTestId('walk-back'));
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('walk-past-row')).toContainText('박감독');
  });
}

test('a fire elsewhere ends the test on every screen, and what is still true of a tested device rings', async ({
  page,
  site,
}) => {
  await site.open(page);
  for (const id of ['device-010', 'device-020']) await site.devices.send(id);
  await signOnAs(page, '박감독', 'supervisor');
  await beginTest(page, ['device-010']);
  await site.devices.send('device-010', ARCING);
  await expect(cell(page, 'device-010', 'arcAlarm')).toHaveAttribute('data-state', 'byDevice');
  await expect(page.getByTestId('silence')).toHaveAttribute('data-sound', 'quiet');

  await site.devices.send('device-020', HOT);
  await expect(page.getByTestId('silence')).toHaveAttribute('data-sound', 'ringing');
  await expect(page.getByTestId('lamp-walk-test')).toHaveCount(0);
  await site.devices.send('device-010', ARCING);
  await page.getByTestId('nav-desk').click();
  await expect(alarmRow(page, 'device-020', 'risk')).toBeVisible();
  await expect(alarmRow(page, 'device-010', 'arcAlarm')).toBeVisible();

  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-walkTest').click();
  await expect(page.getByTestId('walk-past-row')).toContainText('실제 경보');
});

test('a test outlives a power cut of the engine, and an operator may not begin one', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.send('device-010');
  await signOnAs(page, '박감독', 'supervisor');
  await beginTest(page, ['device-010']);
  await site.killDesk();
  await expect(page.getByTestId('not-monitoring')).toBeVisible();
  await site.startDesk();
  await expect(page.getByTestId('lamp-walk-test')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('walk-end').click();
  await expect(page.getByTestId('walk-certificate')).toBeVisible();
  await page.getByTestId('walk-back').click();

  await page.getByTestId('sign-off').click();
  await page.getByTestId('sign-on').click();
  await page.getByTestId('operator-name').fill('김관제');
  await page.getByTestId('operator-add').click();
  await page.getByTestId('walk-search').fill('device-010');
  await page.getByTestId('walk-choose-shown').click();
  await page.getByTestId('walk-note').fill('혼자서');
  await page.getByTestId('walk-start').click();
  await expect(page.getByTestId('walk-problem')).toContainText('권한');
  await expect(page.getByTestId('lamp-walk-test')).toHaveCount(0);
});
