import { alarmRow, expect, FEED_UP, signOn, test } from './site.ts';

const HOT = { pcbTemp: 68, sensorTemp: 72 };

test('a device overheats, its floor and alarm appear, the operator acknowledges, and a killed engine still knows', async ({
  page,
  site,
}) => {
  await site.open(page);
  await expect(page.getByTestId('no-alarms')).toBeVisible();

  await site.devices.send('device-001', HOT);

  const alarm = alarmRow(page, 'device-001', 'risk');
  await expect(alarm).toHaveAttribute('data-priority', 'CRITICAL');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
  const floor = page.locator('[data-testid=floor-item][data-waiting=fire]');
  await expect(floor).toHaveCount(1);
  await expect(floor).toHaveAttribute('aria-current', 'true');
  await expect(floor).toHaveAttribute('data-worst', 'CRITICAL');

  await alarm.click();
  await page.getByTestId('act-acknowledge').click();
  await signOn(page, '김관제');
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
  await expect(alarm).toContainText('김관제');

  await site.killDesk();
  await expect(page.getByTestId('not-monitoring')).toBeVisible();
  await site.startDesk();
  await expect(page.getByTestId('not-monitoring')).toBeHidden();
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
  await expect(alarm).toContainText('김관제');

  await page.reload();
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
});

test('a fire signal that lasted one reading stays until it is acknowledged and reset', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.send('device-002', { status: 2048, verifySts: 2048, aArc: 3 });
  const alarm = alarmRow(page, 'device-002', 'arcAlarm');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
  await alarm.click();
  await page.getByTestId('act-acknowledge').click();
  await signOn(page, '이관제');
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');

  for (let i = 0; i < 4; i++) await site.devices.send('device-002');
  await expect(alarm).toHaveAttribute('data-state', 'latchedAcknowledged');
  await alarm.click();
  await page.getByTestId('act-reset').click();
  await expect(alarm).toHaveCount(0);
});

test('resetting is refused while the cause is still there, and the row says so', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.send('device-003', HOT);
  const alarm = alarmRow(page, 'device-003', 'risk');
  await alarm.click();
  await page.keyboard.press('a');
  await signOn(page, '박관제');
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
  await page.keyboard.press('r');
  await expect(alarm.getByTestId('alarm-refused')).toBeVisible();
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
});

test('two desks that acknowledge at once: one is first, and both see who', async ({
  otherDesk,
  page,
  site,
}) => {
  const other = await otherDesk();
  await site.open(page);
  await site.open(other);
  await site.devices.send('device-004', HOT);
  const rows = [
    alarmRow(page, 'device-004', 'risk'),
    alarmRow(other, 'device-004', 'risk'),
  ] as const;
  await page.getByTestId('sign-on').click();
  await signOn(page, '김관제');
  await other.getByTestId('sign-on').click();
  await signOn(other, '이관제');
  for (const row of rows) await row.click();

  await Promise.all([page.keyboard.press('a'), other.keyboard.press('a')]);

  for (const row of rows) await expect(row).toHaveAttribute('data-state', 'acknowledged');
  const said = await Promise.all(rows.map((row) => row.textContent()));
  const first = said[0]?.includes('김관제') === true ? '김관제' : '이관제';
  for (const row of rows) await expect(row).toContainText(first);
});

test('the broker goes and comes back, and what was sent after is there', async ({ page, site }) => {
  await site.open(page);
  await site.stopBroker();
  await expect(page.getByTestId('proof')).toHaveAttribute('data-watch', 'feedDown');
  await site.startBroker();
  await expect(page.getByTestId('proof')).toHaveAttribute('data-watch', FEED_UP, {
    timeout: 40_000,
  });
  await site.devices.send('device-005', HOT);
  await expect(alarmRow(page, 'device-005', 'risk')).toBeVisible();
});

test('garbage on every topic is shown and counted, and the next reading gets through', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.raw('fire-prediction/device/device-006/data', '{"deviceId":');
  await site.devices.raw('fire-prediction/device/device-006/data', Buffer.from([0xff, 0xfe, 0]));
  await site.devices.raw('fire-prediction/device/device-006/data', '[]');
  await site.devices.send('device-006', { deviceId: 'device-007' });
  await site.devices.send('device-006', HOT);
  await expect(alarmRow(page, 'device-006', 'risk')).toBeVisible();

  await page.getByTestId('nav-system').click();
  await expect(page.getByTestId('quarantine-entry')).toHaveCount(4);
});
