/** Everything here is done without a mouse: the change of shifts, and a flood. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { alarmRow, expect, signOn, test } from './site.ts';

const LEAKING = { status: 16, verifySts: 16 };
const ARCING = { status: 2048, verifySts: 2048, aArc: 3 };

const fold = (page: Page) => page.getByTestId('fold-row');
const leaks = (page: Page) => page.locator('[data-testid=alarm-row][data-kind=resistiveLeakage]');
const device = (index: number) => `device-${String(index).padStart(3, '0')}`;

/** J and K, as often as it takes from the row that is active to this one. */
async function walkTo(page: Page, row: Locator): Promise<void> {
  const place = async (one: Locator) => Number(await one.getAttribute('aria-posinset'));
  const active = page.locator('[role=option][data-active=true]');
  const steps = (await place(row)) - (await place(active));
  for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? 'j' : 'k');
  await expect(row).toHaveAttribute('data-active', 'true');
}

/** Tab, until it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('it can not be reached by keyboard');
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

test('a flood folds what hangs behind one panel, keeps every fire apart, and unfolds by keyboard', async ({
  page,
  site,
}) => {
  await site.open(page);
  await expect(page.getByTestId('alarm-rate')).toHaveAttribute('data-ten', '0');
  // The demo building's devices are wired in order: the first fourteen hang behind a few panels.
  for (let i = 1; i <= 14; i++) await site.devices.send(device(i), LEAKING);
  for (const id of [device(20), device(21)]) await site.devices.send(id, ARCING);

  await expect(page.getByTestId('flood')).toContainText('묶음으로 접었습니다');
  await expect(page.getByTestId('alarm-rate')).toHaveAttribute('data-verdict', 'tooMuch');
  const folded = (await fold(page).evaluateAll((rows) =>
    rows.map((row) => Number((row as HTMLElement).dataset['count'])),
  )) as number[];
  const apart = await leaks(page).count();
  expect(folded.reduce((sum, count) => sum + count, 0) + apart).toBe(14);
  expect(folded.every((count) => count >= 2)).toBe(true);
  // Fire is never folded: its alarms are rows of their own, above every fold.
  for (const id of [device(20), device(21)])
    await expect(alarmRow(page, id, 'arcAlarm')).toBeVisible();

  const first = fold(page).first();
  const members = Number(await first.getAttribute('data-count'));
  await walkTo(page, first);
  await page.keyboard.press('ArrowRight');
  await expect(first).toHaveAttribute('data-unfolded', 'true');
  await expect(page.locator('[data-within=true]')).toHaveCount(members);
  await page.keyboard.press('j');
  await expect(page.locator('[data-within=true]').first()).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('data-unfolded', 'false');
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('data-unfolded', 'true');
  await page.keyboard.press('Enter');

  // Acknowledging the row acknowledges all that is folded into it.
  await walkTo(page, first);
  const waiting = Number(await first.getAttribute('data-unacknowledged'));
  expect(waiting).toBeGreaterThan(1);
  const key = await first.getAttribute('data-fold');
  await page.keyboard.press('a');
  await signOn(page, '김관제');
  const seen = page.locator(`[data-testid=fold-row][data-fold="${key}"]`);
  await expect(seen).toHaveAttribute('data-unacknowledged', '0');
});

test('what came first behind a panel is marked, and O leads there', async ({ page, site }) => {
  await site.open(page);
  await site.devices.send(device(2), ARCING);
  await site.devices.send(device(3), ARCING);
  const first = alarmRow(page, device(2), 'arcAlarm');
  const second = alarmRow(page, device(3), 'arcAlarm');
  await expect(first.getByTestId('burst-first')).toBeVisible();
  await expect(second.getByTestId('burst-follower')).toBeVisible();
  await walkTo(page, second);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('burst-line')).toContainText('먼저');
  await page.keyboard.press('o');
  // Of two alarms of the first device at the same moment, the id says which was first.
  await expect(page.locator(`[data-device-id="${device(2)}"][data-active=true]`)).toBeVisible();
});

test('the log is written, corrected and searched, and knows who signed on', async ({
  page,
  site,
}) => {
  await site.open(page);
  await press(page, page.getByTestId('nav-shift'));
  await tabTo(page, page.getByTestId('log-text'));
  await page.keyboard.type('2층 전기실 순찰, 이상 없음');
  await page.keyboard.press('Control+Enter');
  await signOn(page, '김관제');
  const lines = page.getByTestId('log-line');
  const entries = page.locator('[data-testid=log-line][data-type=entry]');
  await expect(entries).toHaveCount(1);
  await expect(entries.first()).toContainText('김관제');
  await expect(
    page.locator('[data-type=signedOn]').filter({ hasText: '김관제 방재실' }),
  ).toHaveCount(1);
  await expect(page.locator('[data-type=started]')).toHaveCount(1);

  await press(page, entries.first().getByTestId('log-correct'));
  await tabTo(page, page.getByTestId('log-text'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3층 전기실 순찰, 이상 없음');
  await page.keyboard.press('Control+Enter');
  await expect(entries).toHaveCount(2);
  await expect(page.locator('[data-testid=log-line][data-corrected=true]')).toContainText('2층');

  await tabTo(page, page.getByTestId('log-search'));
  await page.keyboard.type('3층');
  await expect(lines).toHaveCount(1);
});

test('a check list is answered item by item, signed, and stays as it was signed', async ({
  page,
  site,
}) => {
  await site.open(page);
  await press(page, page.getByTestId('nav-shift'));
  await press(page, page.getByTestId('shift-checks'));
  const daily = page.locator('[data-testid=check-list][data-list=daily]');
  const items = daily.getByTestId('check-item');
  await expect(items).toHaveCount(12);
  await expect(
    daily.locator('[data-item=activeDevices]').getByTestId('check-figure'),
  ).toContainText('120');

  const first = items.first();
  await press(page, first.getByTestId('check-problem'));
  await page.keyboard.type('누수 흔적');
  await page.keyboard.press('Enter');
  await signOn(page, '김관제');
  await expect(first).toHaveAttribute('data-state', 'problem');
  await expect(first).toContainText('누수 흔적');
  await expect(daily.getByTestId('check-sign')).toBeDisabled();
  for (let i = 1; i < 12; i++) {
    await press(page, items.nth(i).getByTestId('check-done'));
    await expect(items.nth(i)).toHaveAttribute('data-state', 'done');
  }
  await press(page, daily.getByTestId('check-sign'));
  await expect(daily).toHaveAttribute('data-signed', 'true');
  await expect(daily).toContainText('서명');
  await page.reload();
  await press(page, page.getByTestId('nav-shift'));
  await press(page, page.getByTestId('shift-checks'));
  await expect(daily).toHaveAttribute('data-signed', 'true');
  await press(page, daily.getByTestId('check-toggle'));
  await expect(daily.getByTestId('check-signature')).toContainText('김관제');
  await expect(daily.getByTestId('check-take-back')).toHaveCount(0);
});

test('a hand-over is signed by who goes, waits on the badge, and is signed by who comes', async ({
  page,
  site,
}) => {
  await site.open(page);
  await site.devices.send(device(5), ARCING);
  await expect(alarmRow(page, device(5), 'arcAlarm')).toBeVisible();
  await press(page, page.getByTestId('nav-shift'));
  await press(page, page.getByTestId('shift-handover'));
  const fresh = page.getByTestId('handover-new');
  await expect(fresh.getByTestId('handover-alarms')).toContainText('아크 발생');
  await tabTo(page, page.getByTestId('handover-remarks'));
  await page.keyboard.type('1층 전기실 아크, 전기팀에 연락함');
  await press(page, page.getByTestId('hand-over'));
  await signOn(page, '김관제');

  const record = page.getByTestId('handover-record');
  await expect(record.locator('[data-part=outgoing]')).toContainText('전기팀에 연락함');
  await expect(page.getByTestId('shift-badge')).toBeVisible();
  // Who handed over can't take over.
  await expect(page.getByTestId('take-over')).toBeDisabled();
  await press(page, page.getByTestId('sign-off'));
  await press(page, page.getByTestId('take-over'));
  await signOn(page, '이관제');
  await expect(page.getByTestId('handover')).toHaveAttribute('data-waiting', 'false');
  const past = page.getByTestId('handover-past');
  await expect(past).toContainText('김관제');
  await expect(past).toContainText('이관제');
  await press(page, past.getByTestId('handover-open'));
  await expect(record.getByTestId('handover-alarms')).toContainText('아크 발생');
  await expect(record.getByTestId('handover-signature')).toHaveCount(2);
});

/** The cells of a CSV, as a spreadsheet reads them. */
function cellsOf(text: string): string[][] {
  return text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

test('the meter counts, and what is saved is what is shown', async ({ page, site }) => {
  await site.open(page);
  for (let i = 1; i <= 3; i++) await site.devices.send(device(i), LEAKING);
  await expect(page.getByTestId('alarm-rate')).toHaveAttribute('data-ten', '3');
  await press(page, page.getByTestId('alarm-rate'));
  const meter = page.getByTestId('meter');
  const value = (id: string) => page.getByTestId(`figure-${id}`).getByTestId('figure-value');
  await expect(value('alarms')).toHaveText('3');
  await press(page, page.getByTestId('meter-week'));
  await expect(meter).toHaveAttribute('data-period', 'week');
  await press(page, page.getByTestId('meter-as-table'));
  await expect(page.getByTestId('meter-hours').getByRole('row')).toHaveCount(169);

  const saving = page.waitForEvent('download');
  await press(page, page.getByTestId('meter-csv'));
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^경보통계-week-\d{4}-\d{2}-\d{2}\.csv$/);
  const cells = cellsOf(readFileSync(await download.path(), 'utf8'));
  expect(cells).toContainEqual(['모의 데이터', '예']);

  const figures = await page.locator('.meter-figure').evaluateAll((cards) =>
    cards.map((card) => {
      const text = (selector: string) => card.querySelector(selector)?.textContent ?? '';
      return [
        text('h4'),
        text('[data-testid=figure-value]'),
        text('[data-testid=figure-target]'),
        text('.verdict'),
      ];
    }),
  );
  expect(figures).toHaveLength(18);
  for (const figure of figures) expect(cells).toContainEqual(figure);
  for (const id of ['sources', 'shares', 'hours']) {
    const rows = await page
      .getByTestId(`meter-${id}`)
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
      );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(cells).toContainEqual(row);
  }

  const savingJson = page.waitForEvent('download');
  await press(page, page.getByTestId('meter-json'));
  const json = JSON.parse(readFileSync(await (await savingJson).path(), 'utf8')) as {
    readonly figures: readonly { readonly shown: string }[];
    readonly simulated: boolean;
    readonly hours: readonly unknown[];
  };
  expect(json.simulated).toBe(true);
  expect(json.hours).toHaveLength(168);
  expect(json.figures.map(({ shown }) => shown).sort()).toEqual(
    figures.map(([, shown]) => shown).sort(),
  );
});

for (const theme of ['dark', 'light']) {
  test(`nothing of it shuts out whoever sees badly, in the ${theme} theme`, async ({
    page,
    site,
  }) => {
    await page.addInitScript(
      (wanted) => localStorage.setItem('emberwatch.preferences', JSON.stringify({ theme: wanted })),
      theme,
    );
    await site.open(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    for (let i = 1; i <= 12; i++) await site.devices.send(device(i), LEAKING);
    await expect(fold(page).first()).toBeVisible();
    const violations = async (selector: string) => {
      const { violations: found } = await new AxeBuilder({ page }).include(selector).analyze();
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    };
    expect(await violations('.alarms')).toEqual([]);
    await page.getByTestId('alarm-rate').click();
    await expect(page.getByTestId('figure-alarms')).toBeVisible();
    expect(await violations('main')).toEqual([]);
    await page.getByTestId('nav-shift').click();
    for (const [tab, shown] of [
      ['log', 'log-line'],
      ['checks', 'check-item'],
      ['handover', 'handover-alarms'],
    ] as const) {
      await page.locator(`.tab[data-testid=shift-${tab}]`).click();
      await expect(page.getByTestId(shown).first()).toBeVisible();
      expect(await violations('main')).toEqual([]);
    }
  });
}
