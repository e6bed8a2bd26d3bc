import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { alarmRow, expect, makeOperator, signOnAs, TEST_PASSWORD, test } from './site.ts';

/** Hot enough to be a critical fire risk, and nothing else. */
const HOT = { pcbTemp: 68, sensorTemp: 72 };
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** Signs on by keyboard alone: somebody whom `makeOperator` has made. */
async function signOnByKeys(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId('operator-name')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('operator-secret')).toBeFocused();
  await page.keyboard.type(TEST_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sign-on-dialog')).toBeHidden();
}

/** Tab, as often as it takes. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let i = 0; i < 150; i++) {
    const there = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (there === testId) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${testId}`);
}

/** A key is not heard by a page that has not heard its engine for a moment; pressing it again does no harm. */
async function tick(page: Page, number: number): Promise<void> {
  const step = page.getByTestId('response-step').nth(number - 1);
  await expect(async () => {
    await page.keyboard.press(`${number}`);
    await expect(step).toHaveAttribute('data-ticked', 'true', { timeout: 2_000 });
  }).toPass();
}

/** Ticks whatever is still open, by the keys 1 to 9. */
async function tickByKeys(page: Page): Promise<void> {
  const steps = page.getByTestId('response-step');
  await expect(steps.first()).toBeVisible();
  const count = await steps.count();
  for (let number = 1; number <= count; number++) await tick(page, number);
}

test('by keyboard alone: take, tick, note, acknowledge, reset, close with the outcome, and find it again in both languages', async ({
  page,
  site,
}) => {
  await site.open(page);
  await makeOperator(page, 'Park', 'supervisor');
  await site.devices.send('device-030', HOT);
  const alarm = alarmRow(page, 'device-030', 'risk');
  await expect(alarm).toHaveAttribute('data-active', 'true');

  await page.keyboard.press('t');
  await signOnByKeys(page, 'Park');
  await expect(alarm.getByTestId('taken-chip')).toContainText('Park');

  await page.keyboard.press('Enter');
  const panel = page.getByTestId('response-panel');
  await expect(panel.getByTestId('taken-by')).toContainText('Park');
  await tickByKeys(page);
  await expect(panel.getByTestId('response-step').first()).toContainText('Park');

  await page.keyboard.press('n');
  await expect(page.getByTestId('text-input')).toBeFocused();
  await page.keyboard.type('No smoke. Breaker left alone.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('open-alarm')).toContainText('No smoke. Breaker left alone.');

  await page.keyboard.press('a');
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');
  for (let i = 0; i < 4; i++) await site.devices.send('device-030');
  await expect(alarm).toHaveAttribute('data-state', 'latchedAcknowledged');
  await page.keyboard.press('r');
  await expect(alarm).toHaveCount(0);
  // Over, and nobody has said what it was: it waits, and says so on every screen.
  await expect(page.getByTestId('incidents-waiting')).toHaveText('1');

  await tabTo(page, 'nav-incidents');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('incidents')).toBeVisible();
  await page.keyboard.press('j');
  const detail = page.getByTestId('incident-detail');
  await expect(detail).toHaveAttribute('data-phase', 'waiting');
  await page.keyboard.press('c');
  await expect(page.getByTestId('close-dialog')).toBeVisible();
  await expect(page.getByTestId('close-blockers')).toHaveCount(0);
  await page.keyboard.press('Space');
  await tabTo(page, 'outcome-text');
  await page.keyboard.type('Terminal tightened.');
  await tabTo(page, 'close-submit');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('close-dialog')).toBeHidden();
  await expect(detail).toHaveAttribute('data-phase', 'closed');
  await expect(page.getByTestId('incidents-waiting')).toHaveCount(0);

  const outcome = page.getByTestId('incident-outcome');
  await expect(outcome).toContainText('실제 위험');
  await expect(outcome).toContainText('Terminal tightened.');
  const line = (what: string) => page.locator(`[data-testid=timeline-entry][data-what=${what}]`);
  for (const what of ['raise', 'take', 'note', 'acknowledge', 'clear', 'reset', 'close'])
    await expect(line(what)).toHaveCount(1);
  await expect(line('tick')).toHaveCount(9);
  await expect(line('note')).toContainText('No smoke.');

  await tabTo(page, 'switch-language');
  await page.keyboard.press('Enter');
  await expect(outcome).toContainText('Real hazard');
  await expect(line('tick').last()).toContainText('Send somebody to the place');
  await page.keyboard.press('/');
  await expect(page.getByTestId('incident-search')).toBeFocused();
  await page.keyboard.type('nobody of that name');
  await expect(page.getByTestId('no-incidents')).toBeVisible();
  await page.getByTestId('incident-search').fill('Park');
  await expect(page.getByTestId('incident-row')).toHaveCount(1);

  await page.reload();
  await page.getByTestId('nav-incidents').click();
  await expect(page.getByTestId('incident-row')).toHaveAttribute('data-phase', 'closed');
});

test('two desks tick and take at once: both see both, and taking over asks first', async ({
  otherDesk,
  page,
  site,
}) => {
  const other = await otherDesk();
  await site.open(page);
  await site.open(other);
  await site.devices.send('device-031', HOT);
  const names = ['Kim', 'Lee'];
  for (const [i, desk] of [page, other].entries()) {
    await desk.getByTestId('sign-on').click();
    await signOnAs(desk, names[i] ?? '', 'operator');
    await alarmRow(desk, 'device-031', 'risk').dblclick();
    await expect(desk.getByTestId('response-step').first()).toBeVisible();
  }
  await Promise.all([tick(page, 1), tick(other, 1)]);
  await Promise.all([tick(page, 2), tick(other, 3)]);
  for (const desk of [page, other]) {
    const steps = desk.getByTestId('response-step');
    for (const i of [0, 1, 2]) await expect(steps.nth(i)).toHaveAttribute('data-ticked', 'true');
    await expect(steps.nth(1)).toContainText('Kim');
    await expect(steps.nth(2)).toContainText('Lee');
  }

  await page.keyboard.press('t');
  await expect(other.getByTestId('taken-by')).toContainText('Kim');
  await other.keyboard.press('t');
  await expect(other.getByTestId('take-over-dialog')).toContainText('Kim');
  await other.keyboard.press('Escape');
  await expect(page.getByTestId('taken-by')).toContainText('Kim');
  await other.keyboard.press('t');
  await other.keyboard.press('Enter');
  await expect(page.getByTestId('taken-by')).toContainText('Lee');
  await expect(page.getByTestId('open-alarm').locator('[data-type=take]')).toHaveCount(2);

  // A step that was ticked too soon is taken back on purpose, and not by pressing its key again.
  await page.keyboard.press('2');
  const second = page.getByTestId('response-step').nth(1);
  await expect(second).toHaveAttribute('data-ticked', 'true');
  await second.locator('.step-undo').click();
  await expect(other.getByTestId('response-step').nth(1)).toHaveAttribute('data-ticked', 'false');
});

test('closing is refused in words while something is open; an operator may not close at all', async ({
  page,
  site,
}) => {
  await site.open(page);
  await makeOperator(page, 'Park', 'supervisor');
  await site.devices.send('device-032', HOT);
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Kim', 'operator');
  await page.getByTestId('nav-incidents').click();
  await page.getByTestId('incident-row').locator('button').click();
  await expect(page.getByTestId('incident-detail')).toBeVisible();
  await expect(page.getByTestId('incident-close')).toBeDisabled();
  await page.keyboard.press('c');
  await expect(page.getByTestId('close-dialog')).toHaveCount(0);

  await page.getByTestId('sign-off').click();
  await expect(page.getByTestId('incident-close')).toBeEnabled();
  await page.keyboard.press('c');
  await signOnAs(page, 'Park', 'supervisor');
  const blockers = page.getByTestId('close-blockers');
  await expect(blockers).toContainText('원인이 아직 있습니다');
  await expect(blockers.locator('li')).toHaveCount(4);
  await page.getByTestId('outcome-nuisance').check();
  await expect(page.getByTestId('close-submit')).toBeDisabled();
});

test('a note is corrected by another, and files are attached, shown and refused by what they are', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.send('device-033', HOT);
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Kim', 'operator');
  await page.getByTestId('nav-incidents').click();
  await page.getByTestId('incident-row').locator('button').click();
  await expect(page.getByTestId('incident-detail')).toBeVisible();
  await page.keyboard.press('n');
  await page.getByTestId('text-input').fill('분전반 LP-2');
  await page.getByTestId('text-submit').click();
  await page.getByTestId('note-correct').click();
  await page.getByTestId('text-input').fill('분전반 LP-3');
  await page.getByTestId('text-submit').click();
  const notes = page.locator('[data-testid=timeline-entry][data-what=note]');
  await expect(notes).toHaveCount(2);
  await expect(notes.last()).toHaveAttribute('data-corrected', 'true');
  await expect(notes.first()).toContainText('분전반 LP-3');

  const attach = (name: string, buffer: Buffer) =>
    page
      .getByTestId('attach-input')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await attach('현장.png', PNG);
  await expect(page.getByTestId('attachment')).toContainText('현장.png');
  await page.getByTestId('attachment-open').click();
  const picture = page.getByTestId('attachment-viewer').locator('img');
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(1);
  await page.keyboard.press('Escape');

  await attach('page.html', Buffer.from('<script>document.title = "run"</script>'));
  const text = page.getByTestId('attachment').filter({ hasText: 'page.html.txt' });
  await text.getByTestId('attachment-open').click();
  await expect(page.getByTestId('attachment-viewer').locator('pre')).toContainText('<script>');
  expect(await page.title()).not.toBe('run');
  await page.keyboard.press('Escape');

  await attach('photo.jpg', Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]));
  await expect(page.getByTestId('attach-refused')).toContainText('사진(PNG, JPEG, GIF, WebP)');
  // More than one chunk arrives whole.
  await attach('큰 기록.txt', Buffer.alloc(700_000, 'x'));
  await expect(page.getByTestId('attachment')).toHaveCount(3);

  const download = page.waitForEvent('download');
  await page.getByTestId('incident-export').click();
  expect((await download).suggestedFilename()).toMatch(/^emberwatch-incident-1-.*\.json$/);
});

test('electrical abnormalities that were nothing are closed together', async ({ page, site }) => {
  await site.open(page);
  await makeOperator(page, 'Park', 'supervisor');
  // Bit 0 of the status: overvoltage.
  for (const id of ['device-034', 'device-035'])
    await site.devices.send(id, { status: 1, verifySts: 1 });
  const rows = page.locator('[data-testid=alarm-row][data-kind=overvoltage]');
  await expect(rows).toHaveCount(2);
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Park', 'supervisor');
  for (let i = 0; i < 4; i++)
    for (const id of ['device-034', 'device-035']) await site.devices.send(id);
  for (const row of await rows.all())
    await expect(row).toHaveAttribute('data-state', 'returnedUnacknowledged');
  await rows.first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('a');
  await expect(rows).toHaveCount(0);

  await page.getByTestId('nav-incidents').click();
  const picks = page.getByTestId('incident-pick');
  await expect(picks.first()).toBeVisible();
  const count = await picks.count();
  for (const pick of await picks.all()) await pick.check();
  await page.getByTestId('close-many').click();
  await page.getByTestId('outcome-nuisance').check();
  await page.getByTestId('cause').selectOption('supplyDisturbance');
  await page.getByTestId('close-many-submit').click();
  await expect(page.getByTestId('close-many-done')).toContainText(`${count}건을 종결했습니다`);
});

test('an administrator rewrites a card in both languages and rolls it back; those who answer keep theirs', async ({
  page,
  site,
}) => {
  await site.open(page);
  await makeOperator(page, 'Choi', 'administrator');
  await site.devices.send('device-036', HOT);
  await expect(alarmRow(page, 'device-036', 'risk')).toBeVisible();
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Choi', 'administrator');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-procedures').click();
  await page.getByTestId('procedure-kind').selectOption('risk');
  const editor = page.getByTestId('card-editor');
  await expect(editor).toHaveAttribute('data-version', '0');
  await page.getByTestId('step-add').click();
  await page.getByTestId('step-ko').last().fill('소화기를 가져갑니다.');
  await page.getByTestId('card-reason').fill('소방 훈련 결과');
  await expect(page.getByTestId('card-problem')).toContainText('한국어와 영어를 모두');
  await expect(page.getByTestId('card-save')).toBeDisabled();
  await page.getByTestId('step-en').last().fill('Take an extinguisher along.');
  await page.getByTestId('card-save').click();
  await expect(editor).toHaveAttribute('data-version', '1');
  await expect(page.getByTestId('card-version').first()).toContainText('소방 훈련 결과');

  await page.getByTestId('nav-desk').click();
  await alarmRow(page, 'device-036', 'risk').dblclick();
  await expect(page.getByTestId('response-step')).toHaveCount(9);

  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-procedures').click();
  await page.getByTestId('procedure-kind').selectOption('risk');
  for (const remove of (await page.getByTestId('step-mandatory').all()).slice(0, 9))
    await remove.uncheck();
  await expect(page.getByTestId('card-problem')).toContainText('필수 단계가 하나는');
  await page.getByTestId('card-restore').click();
  await expect(editor).toHaveAttribute('data-version', '2');
  await expect(page.getByTestId('card-step')).toHaveCount(9);

  await page.getByTestId('grouping-minutes').fill('45');
  await page.getByTestId('grouping-apply').click();
  await expect(page.getByTestId('grouping-apply')).toBeDisabled();
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-procedures').click();
  await expect(page.getByTestId('grouping-minutes')).toHaveValue('45');
});

test('the desk’s own trouble has its card too, though it has no detector', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.stopBroker();
  const trouble = page.locator('[data-testid=alarm-row][data-kind=feedDown]');
  await expect(trouble).toBeVisible({ timeout: 40_000 });
  await trouble.dblclick();
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Kim', 'operator');
  const drawer = page.getByTestId('trouble-drawer');
  await expect(drawer.getByTestId('response-step')).toHaveCount(4);
  await tick(page, 1);
  await expect(drawer.getByTestId('open-incident')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
});

test('nothing of it stands in the way of a screen reader', async ({ page, site }) => {
  // Looking at every element of three screens takes its time.
  test.slow();
  // A colour that is still changing is none to judge.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const check = async (where: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      where,
    ).toEqual([]);
  };
  await site.open(page);
  await makeOperator(page, 'Choi', 'administrator');
  await site.devices.send('device-037', HOT);
  await page.getByTestId('sign-on').click();
  await signOnAs(page, 'Choi', 'administrator');
  await alarmRow(page, 'device-037', 'risk').dblclick();
  await tick(page, 1);
  const panel = '[data-testid=response-panel]';
  const { violations } = await new AxeBuilder({ page }).include(panel).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByTestId('open-incident').click();
  await expect(page.getByTestId('incident-detail')).toBeVisible();
  await page.getByTestId('switch-theme').click();
  await check('incidents');
  await page.keyboard.press('c');
  await page.getByTestId('outcome-nuisance').check();
  await check('close');
  await page.keyboard.press('Escape');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-procedures').click();
  await expect(page.getByTestId('card-editor')).toBeVisible();
  await page.getByTestId('switch-theme').click();
  await check('procedures');
});
