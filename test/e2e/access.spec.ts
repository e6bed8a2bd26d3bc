import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { alarmRow, expect, makeOperator, signOn, signOnAs, TEST_PASSWORD, test } from './site.ts';

const HOT = { pcbTemp: 68, sensorTemp: 72 };
const PIN = '481593';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

/** Tab, as often as it takes to the element. */
async function tabTo(page: Page, testId: string): Promise<void> {
  const wanted = page.getByTestId(testId);
  for (let i = 0; i < 80; i++) {
    if (await wanted.evaluateAll((all) => all.includes(document.activeElement as HTMLElement)))
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${testId} can't be reached with Tab`);
}

const press = async (page: Page, testId: string, key = 'Enter') => {
  await tabTo(page, testId);
  await page.keyboard.press(key);
};

test('the first start makes the administrator, who adds an operator: all by keyboard', async ({
  page,
  site,
}) => {
  await site.open(page);
  await press(page, 'sign-on');
  await expect(page.getByTestId('first-administrator')).toBeVisible();
  await expect(page.getByTestId('operator-name')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('이관리');
  await press(page, 'secret-kind-pin', 'ArrowRight');
  await press(page, 'new-secret', 'Home');
  await page.keyboard.type(TEST_PASSWORD);
  await tabTo(page, 'new-secret-again');
  await page.keyboard.type(`${TEST_PASSWORD}!`);
  await expect(page.locator('.secret-problem')).toContainText('다릅니다');
  await expect(page.getByTestId('operator-submit')).toBeDisabled();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('on-duty')).toHaveAttribute('data-role', 'administrator');

  await press(page, 'nav-settings');
  await press(page, 'settings-operators');
  await expect(page.getByTestId('accounts')).toBeVisible();
  await expectAccessible(page);
  await press(page, 'account-add');
  await expect(page.getByTestId('account-name')).toBeFocused();
  await page.keyboard.type('김철수');
  await tabTo(page, 'new-secret');
  await page.keyboard.type('123456');
  await page.keyboard.press('Tab');
  await page.keyboard.type('123456');
  await expect(page.locator('.secret-problem')).toContainText('누구나');
  await tabTo(page, 'account-name');
  await tabTo(page, 'new-secret');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PIN);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PIN);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  const account = page.locator('[data-testid=account][data-name=김철수]');
  await expect(account).toContainText('이관리');

  // The last administrator can't take their own rights away.
  const own = page.locator('[data-testid=account][data-name=이관리]');
  await own.getByTestId('account-role').selectOption('operator');
  await own.getByTestId('account-role-save').click();
  await expect(own.getByTestId('change-refused')).toHaveAttribute('data-why', 'lastAdministrator');
  await own.getByTestId('account-disable').click();
  await expect(own.getByTestId('change-refused')).toBeVisible();
  await own.getByTestId('account-remove').click();
  await page.getByTestId('remove-operator-confirm').click();
  await expect(
    page.getByTestId('remove-operator-dialog').getByTestId('change-refused'),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByTestId('sign-off').click();
  await expect(page.getByTestId('role-gate')).toBeVisible();
  await page.getByTestId('sign-on').click();
  await page.getByTestId('someone-else').click();
  await page.keyboard.type('철수');
  await page.keyboard.press('Enter');
  await page.keyboard.type(PIN);
  await page.keyboard.press('Enter');
  const duty = page.getByTestId('on-duty');
  await expect(duty).toHaveAttribute('data-operator', '김철수');
  await expect(page.getByTestId('role-gate')).toBeVisible();

  // The administrator knows this PIN: the person is asked to choose one of their own.
  await expect(page.getByTestId('duty-menu')).toHaveAttribute('data-given', 'true');
  await press(page, 'duty-menu');
  await press(page, 'change-own-secret');
  await expect(page.getByTestId('current-secret')).toBeFocused();
  await page.keyboard.type(PIN);
  await tabTo(page, 'new-secret');
  await page.keyboard.type('715935');
  await page.keyboard.press('Tab');
  await page.keyboard.type('715935');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sign-on-dialog')).toHaveCount(0);
  await expect(page.getByTestId('duty-menu')).toHaveAttribute('data-given', 'false');
  await page.reload();
  await expect(duty).toHaveAttribute('data-operator', '김철수');
});

test('wrong tries lock the person out in words, and never the alarms', async ({ page, site }) => {
  await site.open(page);
  await makeOperator(page, '김철수', 'operator');
  const tryOnce = async (secret: string) => {
    await page.getByTestId('operator-secret').fill(secret);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('operator-secret')).toHaveValue('');
  };
  const refused = page.getByTestId('sign-on-refused');
  await page.getByTestId('sign-on').click();
  await page.getByTestId('operator-choice').filter({ hasText: '김철수' }).click();
  for (let left = 4; left > 0; left--) {
    await tryOnce(`wrong ${left}`);
    await expect(refused).toContainText(`${left}번 더`);
  }

  // As if there had been more of them: then the lock outlasts whatever this machine is busy with.
  await site.killDesk();
  await expect(page.getByTestId('not-monitoring')).toBeVisible();
  const file = new Database(path.join(site.dataDir, 'control-room.db'));
  file.exec("UPDATE sign_on_failure SET failures = 9 WHERE scope <> ''");
  file.close();
  await site.startDesk();
  await expect(page.getByTestId('not-monitoring')).toBeHidden();
  // The dialog waited for the engine, with whom it was about.
  await tryOnce('wrong again');
  await expect(page.getByTestId('retry-in')).toContainText(/\d+분 \d+초 뒤에/);
  await page.getByTestId('operator-secret').fill(TEST_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(refused).toHaveAttribute('data-why', 'locked');
  await expectAccessible(page);

  await site.devices.send('device-030', HOT);
  await page.keyboard.press('Escape');
  await expect(alarmRow(page, 'device-030', 'risk')).toHaveAttribute(
    'data-state',
    'unacknowledged',
  );

  // An administrator sees it, and lifts it.
  await page.getByTestId('sign-on').click();
  await signOn(page, '첫 관리자');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-operators').click();
  const account = page.locator('[data-testid=account][data-name=김철수]');
  await expect(account).toContainText('잠김');
  await account.getByTestId('account-unlock').click();
  await expect(account).not.toContainText('잠김');
});

test('a hand-over changes the person and nothing else; a forced sign-off is seen at once', async ({
  otherDesk,
  page,
  site,
}) => {
  await site.open(page);
  await makeOperator(page, '이영희', 'supervisor');
  await site.devices.send('device-031', HOT);
  const alarm = alarmRow(page, 'device-031', 'risk');
  await alarm.dblclick();
  const drawer = page.getByTestId('device-drawer');
  await expect(drawer).toHaveAttribute('data-device-id', 'device-031');
  await page.getByTestId('sign-on').click();
  await signOnAs(page, '김철수', 'operator');
  const duty = page.getByTestId('on-duty');
  await expect(duty).toHaveAttribute('data-operator', '김철수');

  await page.getByTestId('duty-menu').click();
  await page.getByTestId('hand-over').click();
  await expect(page.getByTestId('sign-on-dialog')).toContainText('김철수');
  await expect(page.locator('[data-testid=operator-choice][data-name=김철수]')).toHaveCount(0);
  await page.keyboard.type('이영희');
  await page.keyboard.press('Enter');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sign-on-refused')).toBeVisible();
  await expect(duty).toHaveAttribute('data-operator', '김철수');
  await page.keyboard.type(TEST_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(duty).toHaveAttribute('data-operator', '이영희');
  await expect(drawer).toHaveAttribute('data-device-id', 'device-031');
  await expect(alarm).toHaveAttribute('data-active', 'true');

  const office = await otherDesk();
  await site.open(office);
  await office.getByTestId('sign-on').click();
  await signOnAs(office, '첫 관리자', 'administrator');
  await office.getByTestId('nav-settings').click();
  await office.getByTestId('settings-operators').click();
  const sessions = office.getByTestId('session');
  await expect(sessions).toHaveCount(2);
  const other = office.locator('[data-testid=session][data-name=이영희]');
  await other.getByTestId('session-end').click();
  await expect(sessions).toHaveCount(1);
  await expect(page.getByTestId('sign-on')).toHaveAttribute('data-ended', 'true');
  await expect(drawer).toHaveAttribute('data-device-id', 'device-031');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
});
