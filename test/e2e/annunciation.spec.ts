import { chromium, type Page } from '@playwright/test';
import { chooseToSignOn, expect, signOn, tabTo, test } from './site.ts';

const ARCING = { status: 2048, verifySts: 2048, aArc: 3 };
const row = (page: Page, kind: string) =>
  page.locator(`[data-testid=alarm-row][data-kind="${kind}"]`);

test('a desk that the browser keeps quiet says so across the screen until one click', async ({
  page,
  site,
}) => {
  await site.open(page);
  await expect(page.getByTestId('sound-lamp')).toHaveAttribute('data-verdict', 'blocked');
  await expect(page.getByTestId('silence')).toHaveAttribute('data-sound', 'blocked');
  await page.getByTestId('sound-lamp').getByRole('button').click();
  await expect(page.getByTestId('sound-lamp')).toHaveCount(0);
  await page.getByTestId('open-sound-settings').click();
  // Measured where it leaves, and not only believed.
  await expect(page.getByTestId('sound-verdict')).toHaveAttribute('data-reason', 'ok');
});

test('a desk without a speaker says so, although its browser plays', async ({ site, page }) => {
  const { executablePath, args = [] } = test.info().project.use.launchOptions ?? {};
  const mute = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: args.filter((arg) => !arg.includes('fake-device')),
  });
  try {
    const other = await mute.newPage({ locale: 'ko-KR' });
    await site.open(other);
    await other.getByTestId('nav-desk').click();
    await expect(other.getByTestId('sound-lamp')).toHaveAttribute('data-verdict', 'unavailable');
    await other.getByTestId('open-sound-settings').click();
    await expect(other.getByTestId('sound-verdict')).toHaveAttribute('data-reason', 'noDevice');
    await expect(other.getByTestId('sound-verdict')).toContainText('스피커');
  } finally {
    await mute.close();
  }
  // The one with a speaker is another desk.
  await site.open(page);
  await page.getByTestId('nav-desk').click();
  await expect(page.getByTestId('sound-lamp')).toHaveCount(0);
});

test('a shift begins with a sound test by keyboard; what is not heard is a trouble of that desk until it is', async ({
  page,
  site,
}) => {
  await site.open(page);
  await tabTo(page, page.getByTestId('sign-on'));
  await page.keyboard.press('Enter');
  await signOn(page, '김관제');
  await expect(page.getByTestId('sound-ask')).toBeVisible();
  await tabTo(page, page.getByTestId('sound-ask-test'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('heard-yes')).toBeFocused({ timeout: 30_000 });
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByTestId('heard-no')).toBeFocused();
  // The dialog is drawn again whenever something was measured; whoever is at "no" must stay there.
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await expect(page.getByTestId('heard-no')).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(row(page, 'soundFailing')).toHaveAttribute('data-state', 'unacknowledged');
  await expect(page.getByTestId('sound-lamp')).toHaveAttribute('data-verdict', 'notHeard');
  await expect(page.getByTestId('sound-ask')).toHaveCount(0);
  // The trouble rings: whoever hears that has the answer.
  await tabTo(page, page.getByTestId('heard-yes'));
  await page.keyboard.press('Enter');
  await expect(row(page, 'soundFailing')).toHaveAttribute('data-state', 'returnedUnacknowledged');
  await expect(page.getByTestId('sound-lamp')).toHaveCount(0);
  await page.keyboard.press('Escape');

  // Gone and not yet seen: until then the desk doesn't call itself well.
  await page.getByTestId('nav-system').click();
  await expect(page.locator('[data-testid=desk-trouble][data-kind=soundFailing]')).toBeVisible();
  await expect(page.getByTestId('no-problems')).toHaveCount(0);

  await page.reload();
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-annunciation').click();
  await expect(page.getByTestId('seat-row').first()).toContainText('김관제');
  await expect(page.getByTestId('sound-ask')).toHaveCount(0);
});

test('an alarm is measured on its way out, silenced, and sounds again for the next one', async ({
  page,
  site,
}) => {
  await site.open(page);
  await chooseToSignOn(page, '김관제', 'operator');
  await site.devices.send('device-010', ARCING);
  const silence = page.getByTestId('silence');
  await expect(silence).toHaveAttribute('data-sound', 'ringing');
  await page.getByTestId('open-sound-settings').click();
  await expect(page.getByTestId('sound-verdict')).toHaveAttribute('data-reason', 'ok');
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await expect(silence).toHaveAttribute('data-sound', 'quiet');
  await site.devices.send('device-011', ARCING);
  await expect(silence).toHaveAttribute('data-sound', 'ringing');
  // Half a minute without an answer, and it grows: by its age, or as the escalation table asks.
  await expect(silence).toHaveAttribute('data-insistence', /[12]/, { timeout: 60_000 });
});

test('an administrator sets how the site reminds; another page follows, an operator may not', async ({
  page,
  site,
  otherDesk,
}) => {
  await site.open(page);
  await chooseToSignOn(page, '김관제', 'operator');
  const open = async (one: Page) => {
    await one.getByTestId('nav-settings').click();
    await one.getByTestId('settings-annunciation').click();
    await expect(one.getByTestId('resound-fire')).toHaveValue('3');
  };
  await open(page);
  await page.getByTestId('resound-fire').fill('7');
  await page.getByTestId('reminders-save').click();
  await expect(page.getByTestId('reminders-outcome')).toContainText('권한');

  const admin = await otherDesk();
  await site.open(admin);
  await chooseToSignOn(admin, '최관리', 'administrator');
  await open(admin);
  await admin.getByTestId('louder-fire').fill('200');
  await expect(admin.getByTestId('reminders-save')).toBeDisabled();
  await admin.getByTestId('louder-fire').fill('20');
  await admin.getByTestId('resound-fire').fill('5');
  await admin.getByTestId('note-from-fire').selectOption('HIGH');
  await admin.getByTestId('reminders-save').click();
  await expect(admin.getByTestId('reminders-outcome')).toContainText('저장했습니다');

  // From now on the operator's A asks for the note at once.
  await page.getByTestId('nav-desk').click();
  await site.devices.send('device-010', ARCING);
  const arc = row(page, 'arcAlarm');
  await arc.click();
  await page.keyboard.press('a');
  await expect(page.getByTestId('note-text')).toBeFocused();
  await expect(arc).toHaveAttribute('data-state', 'unacknowledged');
  await page.keyboard.type('현장 확인 중');
  await page.keyboard.press('Control+Enter');
  await expect(arc).toHaveAttribute('data-state', 'acknowledged');
  const third = await otherDesk();
  await site.open(third);
  await third.getByTestId('nav-settings').click();
  await third.getByTestId('settings-annunciation').click();
  await expect(third.getByTestId('resound-fire')).toHaveValue('5');
});
