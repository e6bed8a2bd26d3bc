import { expect, signOn, test } from './site.ts';

test('a device is named and placed from the inbox, appears on the plan, and is moved later', async ({
  page,
  site,
}) => {
  await site.open(page);
  const map = page.getByTestId('floor-map');
  const before = Number(await map.getAttribute('data-markers'));
  await site.devices.send('newcomer-2');
  const button = page.getByTestId('inbox-button');
  await expect(button).not.toHaveAttribute('data-count', '0');
  await button.click();
  const item = page.locator('[data-testid=inbox-item][data-device-id=newcomer-2]');
  await item.getByTestId('inbox-place').click();
  await expect(page.getByTestId('place-name')).toBeFocused();
  await expect(page.getByTestId('place-submit')).toBeDisabled();
  await page.getByTestId('place-name').fill('지하 펌프실 분전반');
  await page.getByTestId('place-gasSensor').selectOption('enclosure');
  await map.click({ position: { x: 800, y: 420 } });
  await page.getByTestId('place-submit').click();
  await signOn(page, '설치 기사');
  await expect(item).toHaveCount(0);
  await expect(map).toHaveAttribute('data-markers', String(before + 1));

  // It is the selected one now, so Enter on the plan opens it.
  await map.press('Enter');
  const drawer = page.getByTestId('device-drawer');
  await expect(drawer).toHaveAttribute('data-device-id', 'newcomer-2');
  await drawer.getByTestId('edit-placement').click();
  await expect(page.getByTestId('place-name')).toHaveValue('지하 펌프실 분전반');
  await expect(page.getByTestId('place-gasSensor')).toHaveValue('enclosure');
  await expect(page.getByTestId('place-temperatureSensor')).toHaveValue('');
  await page.getByTestId('place-temperatureSensor').selectOption('terminal');
  await page.getByTestId('place-name').fill('지하 펌프실 동력반');
  const across = page.getByTestId('place-x');
  const metres = Number(await across.inputValue());
  await across.fill(String(metres + 5));
  await page.getByTestId('place-submit').click();
  await expect(drawer).toContainText('지하 펌프실 동력반');

  await drawer.getByTestId('edit-placement').click();
  await expect(across).toHaveValue(String(metres + 5));
  await expect(page.getByTestId('place-gasSensor')).toHaveValue('enclosure');
  await expect(page.getByTestId('place-temperatureSensor')).toHaveValue('terminal');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inbox-panel')).toHaveCount(0);
  await expect(drawer).toBeVisible();
  await page.reload();
  await expect(map).toHaveAttribute('data-markers', String(before + 1));
});
