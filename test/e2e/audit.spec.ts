import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { runCli } from '../support/cli.ts';
import { alarmRow, expect, signOnAs, test } from './site.ts';

async function exported(page: Page, format: 'csv' | 'jsonl'): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.getByTestId(`audit-export-${format}`).click();
  return download;
}

test('a supervisor reads the record, finds, exports and verifies it; whoever changes it is found out', async ({
  page,
  site,
}) => {
  await site.open(page);
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-audit').click();
  await expect(page.getByTestId('role-gate')).toBeVisible();
  await page.getByTestId('sign-on').click();
  await signOnAs(page, '김철수', 'operator');
  await expect(page.getByTestId('role-gate')).toBeVisible();

  await page.getByTestId('nav-desk').click();
  await site.devices.send('device-040', { pcbTemp: 68, sensorTemp: 72 });
  const alarm = alarmRow(page, 'device-040', 'risk');
  await alarm.click();
  await page.getByTestId('act-acknowledge').click();
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged');

  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-audit').click();
  await page.getByTestId('duty-menu').click();
  await page.getByTestId('hand-over').click();
  await signOnAs(page, '=이영희', 'supervisor');
  const entries = page.getByTestId('audit-entry');
  await expect(entries.first()).toHaveAttribute('data-action', 'access.handOver');
  await expect(page.getByTestId('audit-entries')).toContainText('경보 확인');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);

  await page.getByTestId('audit-action').selectOption('alarm.acknowledge');
  await page.getByTestId('audit-person').fill('철수');
  await page.keyboard.press('Enter');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText('김철수');

  const verdict = page.getByTestId('audit-verdict');
  await page.getByTestId('audit-verify').click();
  await expect(verdict).toHaveAttribute('data-intact', 'true');

  await page.locator('.audit-filter').getByRole('button', { name: '조건 지우기' }).click();
  await expect(entries).not.toHaveCount(1);
  const csv = await exported(page, 'csv');
  expect(csv.suggestedFilename()).toMatch(/^emberwatch-audit-simulated-\d{8}-\d{4}\.csv$/);
  const table = readFileSync((await csv.path()) ?? '', 'utf8');
  expect(table.startsWith('\uFEFF"번호"')).toBe(true);
  expect(table).toContain(`"'=이영희"`);
  expect(table).not.toMatch(/(^|,)"=/m);
  expect(table).toContain('모의 데이터');

  const jsonl = await exported(page, 'jsonl');
  const kept = path.join(site.dataDir, 'kept.jsonl');
  writeFileSync(kept, readFileSync((await jsonl.path()) ?? ''));
  const lines = readFileSync(kept, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ type: 'emberwatch-audit', simulated: true });
  expect(lines.at(-2)).toMatchObject({ action: 'audit.export', operator: '=이영희' });
  expect(lines.at(-1).head.hash).toBe(lines.at(-2).hash);
  const verify = ['verify-audit', '--data', site.dataDir, '--heads', kept, '--lang', 'ko'];
  expect(await runCli(verify)).toMatchObject({
    code: 0,
    out: expect.stringContaining('온전합니다'),
  });

  const file = new Database(path.join(site.dataDir, 'control-room.db'));
  file.exec("UPDATE audit SET operator = '박영수' WHERE action = 'alarm.acknowledge'");
  file.close();
  await page.getByTestId('audit-verify').click();
  await expect(verdict).toHaveAttribute('data-intact', 'false');
  await expect(page.getByTestId('audit-breaks')).toContainText(
    /\d+번 기록\(.+, 경보 확인\)의 내용이 바뀌었습니다/,
  );
  expect(await runCli(verify)).toMatchObject({
    code: 1,
    out: expect.stringContaining('바뀌었습니다'),
  });
});
