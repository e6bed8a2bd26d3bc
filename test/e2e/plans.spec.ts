import type { Page } from '@playwright/test';
import { pngOf } from '../support/pictures.ts';
import { chooseToSignOn, expect, test } from './site.ts';

/** A sheet of 400 × 200: a building with one room, and a script that must not get onto any desk. */
const SVG = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">
<script>document.title='taken over'</script>
<g fill="none" stroke="#000"><path d="M10 10H390V190H10Z"/><path d="M200 10V190"/></g></svg>`;

const field = async (page: Page, testId: string, value: string) => {
  await page.getByTestId(testId).fill(value);
  await page.getByTestId(testId).press('Enter');
};

/** Says why, and waits until it is what everybody sees. */
async function confirm(page: Page, reason: string, version: number): Promise<void> {
  await page.getByTestId('plan-reason').fill(reason);
  await page.getByTestId('plan-confirm').click();
  await expect(page.getByTestId('plan-state')).toHaveAttribute('data-version', String(version));
}

test('a plan is imported, measured, zoned and published, is on every desk, and goes back', async ({
  page,
  context,
  site,
}) => {
  await site.open(page);
  const desk = await context.newPage();
  await site.open(desk);
  const map = desk.getByTestId('floor-map');
  await desk.getByTestId('floor-item').filter({ hasText: '1층' }).last().click();
  // A page that nobody looks at draws a frame a second, and a press waits for one.
  await page.bringToFront();
  await chooseToSignOn(page, '이설비', 'administrator');
  await site.devices.send('newcomer-7');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-plans').click();

  // A floor of its own, from a picture that no program calls one, then from a vector drawing.
  await page.getByTestId('add-floor').click();
  await field(page, 'floor-name-ko', '별관 1층');
  const file = page.getByTestId('import-drawing');
  await file.setInputFiles({ name: 'plan.svg', mimeType: '', buffer: Buffer.from('not a plan') });
  await expect(page.getByTestId('import-problem')).toHaveAttribute('data-code', 'unknownType');
  await file.setInputFiles({ name: 'scan.dat', mimeType: '', buffer: pngOf(800, 600) });
  const canvas = page.getByTestId('plan-canvas');
  await expect(canvas).toHaveAttribute('data-drawing', /.{64}/);
  await expect(page.getByTestId('floor-height')).toHaveValue('30');
  const scan = await canvas.getAttribute('data-drawing');
  await file.setInputFiles({ name: '별관.svg', mimeType: '', buffer: Buffer.from(SVG) });
  await expect(canvas).not.toHaveAttribute('data-drawing', scan ?? '');
  await expect(page.getByText('script')).toBeVisible();
  await expect(page.getByTestId('plan-scaled')).toHaveAttribute('data-scaled', 'false');

  // Two points that are 40 m apart on the guessed width of 40 m are 20 m apart in the building.
  await page.getByTestId('tool-scale').click();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no canvas');
  const at = (x: number, y: number) => ({ position: { x: box.width * x, y: box.height * y } });
  await canvas.click(at(0.3, 0.5));
  await canvas.click(at(0.7, 0.5));
  await field(page, 'scale-metres', '8');
  await expect(page.getByTestId('plan-scaled')).toHaveAttribute('data-scaled', 'true');
  const width = Number(await page.getByTestId('floor-width').inputValue());
  expect(width).toBeGreaterThan(15);
  expect(width).toBeLessThan(25);
  await page.getByTestId('plan-undo').click();
  await expect(page.getByTestId('floor-width')).toHaveValue('40');
  await page.getByTestId('plan-redo').click();
  await expect(page.getByTestId('floor-width')).toHaveValue(String(width));

  await page.getByTestId('tool-zone').click();
  for (const [x, y] of [
    [0.3, 0.45],
    [0.5, 0.45],
    [0.5, 0.55],
    [0.3, 0.55],
  ] as const)
    await canvas.click(at(x, y));
  await canvas.press('Enter');
  await field(page, 'zone-name-ko', '별관 전기실');
  await page.getByTestId('zone-kind').selectOption('electrical');

  await page.getByTestId('plan-tab-devices').click();
  await page.getByTestId('device-search').fill('newcomer-7');
  await page.getByTestId('device-row').dragTo(canvas, { targetPosition: at(0.4, 0.5).position });
  await field(page, 'device-name', '별관 분전반');
  await field(page, 'device-branch', 'L3');
  await page.getByTestId('plan-tab-zones').click();
  await expect(page.getByTestId('zone-row')).toContainText('1대');

  await page.getByTestId('plan-publish').click();
  await confirm(page, '별관 준공', 2);
  await desk.bringToFront();
  await desk.getByTestId('floor-item').filter({ hasText: '별관 1층' }).click();
  await expect(map).toHaveAttribute('data-markers', '1');
  await expect(map).toHaveAttribute('data-zones', '1');
  await expect(map).toHaveAttribute('data-drawing', /.{64}/);
  await expect(desk).not.toHaveTitle('taken over');

  await page.bringToFront();
  // The floor is not in the first version, and a device stands on it: nothing is lost by going back.
  await page.getByTestId('plan-tab-versions').click();
  await page.getByTestId('plan-version').last().getByTestId('roll-back').click();
  await page.getByTestId('plan-reason').fill('되돌림');
  await page.getByTestId('plan-confirm').click();
  await expect(page.getByTestId('roll-back-dialog')).toContainText('먼저 감지기를 옮기십시오');
  await page.keyboard.press('Escape');
  const b1 = 'device,floor,x,y\r\nnewcomer-7,b1,5,5';
  await page.getByTestId('plan-tab-devices').click();
  const csv = page.getByTestId('csv-file');
  await csv.setInputFiles({
    name: 'p.csv',
    mimeType: '',
    buffer: Buffer.from(`${b1}\r\nx,b1,1,900`),
  });
  await expect(page.getByTestId('csv-failed')).toContainText('3번째 줄');
  await csv.setInputFiles({ name: 'p.csv', mimeType: '', buffer: Buffer.from(b1) });
  await expect(page.getByTestId('csv-done')).toBeVisible();
  await page.getByTestId('plan-publish').click();
  await confirm(page, '감지기 이전', 3);
  await page.getByTestId('plan-tab-versions').click();
  await page.getByTestId('plan-version').last().getByTestId('roll-back').click();
  await confirm(page, '되돌림', 4);
  await expect(desk.getByTestId('floor-item').filter({ hasText: '별관 1층' })).toHaveCount(0);
});
