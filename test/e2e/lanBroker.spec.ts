import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import { startDesk } from '../support/desk.ts';
import { signOnAs } from './site.ts';

const test = base.extend<{ url: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
  url: async ({}, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
    const desk = await startDesk(['--data', dataDir]);
    await use(desk.url);
    await desk.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
});

test('an administrator gives a device its secret, sees it once, and takes it back', async ({
  page,
  url,
}) => {
  await page.goto(url);
  await page.getByTestId('sign-on').click();
  await signOnAs(page, '관리자', 'administrator');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-lanBroker').click();
  await expect(page.getByTestId('no-credentials')).toBeVisible();

  await page.getByTestId('lan-add').click();
  await expect(page.getByTestId('lan-save')).toBeDisabled();
  await page.getByTestId('lan-name').fill('b1/panel');
  await expect(page.getByTestId('lan-save')).toBeDisabled();
  await page.getByTestId('lan-name').fill('b1-panel-3');
  await page.getByTestId('lan-save').click();
  await expect(page.getByTestId('lan-secret')).toHaveValue(/^[\w-]{32}$/);
  const secret = await page.getByTestId('lan-secret').inputValue();
  const saved = page.waitForEvent('download');
  await page.getByTestId('lan-issued-save').click();
  expect((await saved).suggestedFilename()).toBe('b1-panel-3.txt');
  await page.getByTestId('lan-issued-close').click();

  const row = page.getByTestId('lan-credential').filter({ hasText: 'b1-panel-3' });
  await expect(row).toBeVisible();
  await expect(page.getByTestId('lan-broker')).not.toContainText(secret);
  await page.getByTestId('lan-add').click();
  await page.getByTestId('lan-name').fill('b1-panel-3');
  await page.getByTestId('lan-save').click();
  await expect(page.getByTestId('lan-refusal')).toHaveAttribute('data-why', 'nameTaken');
  await page.keyboard.press('Escape');

  const ca = page.waitForEvent('download');
  await page.getByTestId('lan-ca-save').click();
  expect((await ca).suggestedFilename()).toBe('emberwatch-lan-ca.pem');
  const { violations } = await new AxeBuilder({ page })
    .include('[data-testid=lan-broker]')
    .analyze();
  expect(violations).toEqual([]);

  await row.getByTestId('lan-revoke').click();
  await page.getByTestId('lan-revoke-confirm').click();
  await expect(page.getByTestId('no-credentials')).toBeVisible();
});
