/** Everything here is done without a mouse: what the model says of a device, why, and the page about the model. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { metadata, writeModel } from '../support/modelFile.ts';
import { TEST_PASSWORD } from '../support/operators.ts';
import { topicOf, wire } from '../support/wire.ts';
import { alarmRow, expect, makeOperator, signOnAs, type TestSite, tabTo, test } from './site.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-models-'));
const MINUTE = 60_000;
const DEVICE = 'device-020';
/** No rule calls 58 °C a danger; the model of the tests does. */
const CALM = { pcbTemp: 33, sensorTemp: 35 };
const WARM = { pcbTemp: 40, sensorTemp: 58 };

/** One window is enough here: two of three would be minutes of waiting. */
const AT_ONCE = {
  operatingPoints: [{ output: 'probability', level: 'HIGH', threshold: 0.9, k: 1, n: 1 }],
};

test.use({ deskArgs: ['--model', writeModel(folder, 'hot', metadata(AT_ONCE))] });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** As a device does whose link was down: what it measured in the last minutes comes late, and in order. */
async function sendPast(site: TestSite, minutes: number, warmFrom: number): Promise<void> {
  await site.stopDesk();
  const now = Date.now();
  for (let ago = minutes; ago >= 0; ago--) {
    const timestamp = new Date(now - ago * MINUTE).toISOString();
    const values = ago < warmFrom ? WARM : CALM;
    const reading = wire(DEVICE, { idx: 1000 - ago, timestamp, ...values });
    await site.devices.raw(topicOf(DEVICE), JSON.stringify(reading));
  }
  await site.startDesk();
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    where,
  ).toEqual([]);
}

/** The next floor plan's devices can be walked with keys; an alarm's device opens with Enter. */
async function openAlarm(page: Page, kind: string): Promise<Locator> {
  const row = alarmRow(page, DEVICE, kind);
  await expect(row).toBeVisible();
  await expect(row).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('Enter');
  const drawer = page.getByTestId('device-drawer');
  await expect(drawer).toHaveAttribute('data-device-id', DEVICE);
  return drawer;
}

test('a device that the model alone calls dangerous is told as such, with why, and its evidence is kept', async ({
  page,
  site,
}) => {
  await site.open(page);
  await sendPast(site, 40, 8);
  await page.reload();
  // The verdict on the past comes by itself; it counts from the next reading on.
  await expect(async () => {
    await site.devices.send(DEVICE, WARM);
    await expect(alarmRow(page, DEVICE, 'risk')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const drawer = await openAlarm(page, 'risk');
  const prediction = drawer.getByTestId('prediction');
  await expect(prediction).toHaveAttribute('data-state', 'ready');
  await expect(prediction.getByTestId('chance-probability')).toContainText(
    '10분 안에 불이 날 확률',
  );
  await expect(prediction.getByTestId('chance-probability')).toContainText(/9\d(\.\d)?%/);
  await expect(prediction.getByTestId('model-level')).toHaveAttribute('data-level', 'HIGH');
  await expect(drawer.getByTestId('reasons')).toContainText('예측 모델이 화재 위험을 높게 봅니다');

  await press(page, prediction.getByTestId('explain'));
  const explanation = prediction.getByTestId('explanation');
  await expect(explanation.getByTestId('driver').first()).toContainText('온도');
  await expect(explanation.getByTestId('driver').first()).toContainText('확률의');
  await expect(drawer.getByTestId('drivers-shaded')).toBeVisible();
  await expectAccessible(page, 'the prediction and why');

  // Its highest of each hour stands in the table too.
  await press(page, drawer.getByTestId('toggle-table'));
  await expect(drawer.getByTestId('hour-table')).toContainText('모델 최고');

  const evidence = drawer.getByTestId('evidence');
  await press(page, evidence.locator('summary'));
  const said = evidence.getByTestId('evidence-prediction');
  await expect(said).toHaveAttribute('data-level', 'HIGH');
  await press(page, said.getByTestId('explain'));
  await expect(said.getByTestId('driver').first()).toContainText('온도');
});

test('a device without a prediction says why, and how long it takes', async ({ page, site }) => {
  await site.open(page);
  await site.devices.send(DEVICE, { pcbTemp: 68, sensorTemp: 72 });
  const drawer = await openAlarm(page, 'risk');
  const none = drawer.getByTestId('no-prediction');
  await expect(none).toHaveAttribute('data-state', 'warmingUp');
  await expect(none).toContainText(/약 (29|30)분/);
  await expect(drawer.getByTestId('chance-probability')).toHaveCount(0);
  await expect(drawer.getByTestId('explain')).toHaveCount(0);
});

test('the page about the model says how little is known, and what accuracy is worth', async ({
  page,
  site,
}) => {
  await site.open(page);
  await press(page, page.getByTestId('nav-system'));
  await expect(page.getByTestId('system-model')).toHaveAttribute('data-available', 'true');
  await press(page, page.getByTestId('system-open-model'));
  await expect(page.getByTestId('model-available')).toBeVisible();
  await expect(page.getByTestId('too-few-labels')).toContainText('10건 미만');
  await expect(page.getByTestId('model-figure-precision')).toContainText('말할 수 없음');
  await expect(page.getByTestId('accuracy-warning')).toContainText('99.7%');
  await expect(page.getByTestId('model-version')).toHaveCount(1);
  await expect(page.getByTestId('model-version')).toContainText('모의 건물에서 잰 것입니다');
  await press(page, page.getByTestId('model-day'));
  await expect(page.getByTestId('model-performance')).toHaveAttribute('data-period', 'day');
  await press(page, page.getByTestId('switch-language'));
  await expect(page.getByTestId('accuracy-warning')).toContainText(
    'A model that never alarms has 99.7 % accuracy.',
  );

  // From where on it is not to be relied on is an administrator's to say.
  const limits = page.getByTestId('model-limits');
  const recall = limits.getByTestId('limit-recall');
  const save = limits.getByTestId('limits-save');
  await expect(recall).toHaveValue('85');
  await expect(save).toBeDisabled();
  await tabTo(page, recall);
  await page.keyboard.type('120');
  await expect(limits).toContainText('Type 0 to 100.');
  await expect(save).toBeDisabled();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('72.5');
  await expectAccessible(page, 'the limits of the model');
  await page.keyboard.press('Enter');
  await signOnAs(page, '김관리', 'administrator');
  await expect(limits.getByTestId('limits-saved')).toBeVisible();
  await expect(save).toBeDisabled();
  await page.reload();
  await press(page, page.getByTestId('nav-model'));
  await expect(recall).toHaveValue('72.5');
  await press(page, limits.getByTestId('limits-default'));
  await expect(recall).toHaveValue('85');
});

test('a file that is no model is refused in words; a model goes on trial, and two people put it in use', async ({
  page,
  site,
}) => {
  const nonsense = path.join(folder, 'nonsense.onnx');
  writeFileSync(nonsense, 'this is no model');
  const second = writeModel(
    mkdtempSync(path.join(folder, 'second-')),
    'overvoltage',
    metadata({ modelVersion: 'test-2' }),
  );
  await site.open(page);
  await makeOperator(page, '김관리', 'administrator');
  await makeOperator(page, '박책임', 'supervisor');
  await press(page, page.getByTestId('nav-model'));
  await expect(page.getByTestId('model-promote')).toBeDisabled();
  await expect(page.getByTestId('model-versions')).toContainText('시험 운전 모델이 없습니다');

  // Only the chooser itself belongs to the browser.
  const choose = async (file: string) => {
    const chooser = page.waitForEvent('filechooser');
    await press(page, page.getByTestId('offer-choose'));
    const dialog = page.getByTestId('sign-on-dialog');
    if (await dialog.isVisible()) await signOnAs(page, '김관리', 'administrator');
    await (await chooser).setFiles(file);
  };
  await choose(nonsense);
  await expect(page.getByTestId('offer-refused')).toContainText('예측 모델 파일이 아닙니다');
  await choose(second);
  await expect(page.getByTestId('offer-accepted')).toContainText('test-2');
  await expect(page.locator('[data-testid=model-version][data-role=shadow]')).toContainText(
    'test-2',
  );

  await press(page, page.getByTestId('model-promote'));
  const dialog = page.getByTestId('model-change-dialog');
  await expect(dialog).toContainText('김관리');
  await page.keyboard.type('시험에서 헛경보가 줄었음');
  await tabTo(page, dialog.getByTestId('second-operator'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, dialog.getByTestId('second-secret'));
  await page.keyboard.type('not the password');
  await expectAccessible(page, 'two people change the model');
  await page.keyboard.press('Enter');
  await expect(dialog.getByTestId('sign-on-refused')).toHaveAttribute('data-why', 'wrongSecret');
  await tabTo(page, dialog.getByTestId('second-secret'));
  await page.keyboard.type(TEST_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const live = page.locator('[data-testid=model-version][data-role=live]');
  await expect(live).toContainText('test-2');

  await press(page, page.getByTestId('model-rollBack'));
  await page.keyboard.type('다시 견주려고');
  await tabTo(page, dialog.getByTestId('second-operator'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, dialog.getByTestId('second-secret'));
  await page.keyboard.type(TEST_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(live).toContainText('test-1');
});

test('who may not change the model is told who may', async ({ page, site }) => {
  await site.open(page);
  await makeOperator(page, '김관리', 'administrator');
  await press(page, page.getByTestId('sign-on'));
  await signOnAs(page, '이관제', 'operator');
  await press(page, page.getByTestId('nav-model'));
  await expect(page.getByTestId('offer-choose')).toBeDisabled();
  await expect(page.getByTestId('model-promote')).toBeDisabled();
  await expect(page.getByTestId('model-versions')).toContainText(
    '책임자나 관리자가 할 수 있습니다',
  );
  await expect(page.getByTestId('limit-accuracy')).toBeDisabled();
  await expect(page.getByTestId('limits-note')).toContainText('관리자가 할 수 있습니다');
});

test.describe('without a model', () => {
  test.use({ deskArgs: ['--model', path.join(folder, 'nothing-here.onnx')] });

  test('the desk says so, with what to do, and goes on by rule', async ({ page, site }) => {
    await site.open(page);
    await site.devices.send(DEVICE, { pcbTemp: 68, sensorTemp: 72 });
    const drawer = await openAlarm(page, 'risk');
    await expect(drawer.getByTestId('no-prediction')).toHaveAttribute(
      'data-state',
      'modelUnavailable',
    );
    await press(page, page.getByTestId('nav-model'));
    const unavailable = page.getByTestId('model-unavailable');
    await expect(unavailable).toHaveAttribute('data-code', 'missing');
    await expect(unavailable).toContainText('모델 파일이 없습니다.');
    await expect(unavailable).toContainText('규칙에 따른 감시와 경보는 계속됩니다.');
    await press(page, page.getByTestId('nav-system'));
    await expect(page.getByTestId('system-model')).toHaveAttribute('data-available', 'false');
  });
});
