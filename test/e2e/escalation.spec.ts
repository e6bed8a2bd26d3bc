import AxeBuilder from '@axe-core/playwright';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from '@playwright/test';
import type { Contract } from '#shared/contract/contract.ts';
import { type EscalationPolicy, PERIODS } from '#shared/escalation/policy.ts';
import { signedOn } from '../support/operators.ts';
import { alarmRow, expect, signOn, signOnAs, type TestSite, test } from './site.ts';

/** Over 60 °C and not over 65: a risk that is high and not critical. */
const WARM = { sensorTemp: 62, pcbTemp: 45 };
const HOT = { pcbTemp: 68, sensorTemp: 72 };

/** Two devices of one zone, and one elsewhere. */
const [EV_1, EV_2, ELSEWHERE] = ['device-038', 'device-039', 'device-001'] as const;

function engineOf(site: TestSite): ContractRouterClient<Contract> {
  return createORPCClient(new RPCLink({ url: `${site.url}/rpc` }));
}

/** It is night now, so that no attendance ends with a day that happens to end during the test. */
function byNight(policy: EscalationPolicy): EscalationPolicy {
  const hourInSeoul = (new Date().getUTCHours() + 9) % 24;
  const dayHours = hourInSeoul < 12 ? { from: 1_200, to: 1_440 } : { from: 0, to: 240 };
  return { ...policy, dayHours };
}

/** Puts a policy into force as an administrator does, and says who that was. */
async function changePolicy(
  site: TestSite,
  change: (policy: EscalationPolicy) => EscalationPolicy,
): Promise<void> {
  const engine = engineOf(site);
  const session = await signedOn(engine, '박소장');
  const { policy, version } = await engine.escalation.tables();
  const changed = change(byNight(policy));
  await engine.escalation.setTables({ session, version, policy: changed, why: '시험' });
  await engine.operators.signOff({ session });
}

/** As long as it may be, so that a slow machine is not a slow operator. */
const patient = (policy: EscalationPolicy): EscalationPolicy => ({
  ...policy,
  delays: { ...policy.delays, acknowledgeSeconds: 300, investigateSeconds: 300 },
});

async function readable(page: Page, ...parts: readonly string[]): Promise<void> {
  let axe = new AxeBuilder({ page });
  for (const part of parts) {
    await expect(page.getByTestId(part)).toBeVisible();
    axe = axe.include(`[data-testid=${part}]`);
  }
  expect((await axe.analyze()).violations).toEqual([]);
}

async function openTables(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-escalation').click();
}

/** By keyboard alone: the switch, how long, yes. */
async function attend(page: Page, name: string): Promise<void> {
  await page.getByTestId('attended-switch').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('attended-hours')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('to-attended')).toBeFocused();
  await page.keyboard.press('Enter');
  await signOn(page, name);
  await expect(page.getByTestId('attended-dialog')).toBeHidden();
  await expect(page.getByTestId('lamp-delay')).toBeVisible();
}

test('attended, by keyboard alone: a warm terminal waits for the operator, who looks and finds nothing', async ({
  page,
  site,
}) => {
  await changePolicy(site, patient);
  await site.open(page);
  await attend(page, '김관제');
  await expect(page.getByTestId('lamp-delay')).toContainText('지연 사용 중 (T1 5분/T2 5분)');
  await expect(page.getByTestId('lamp-delay')).toContainText('김관제');

  await site.devices.send(EV_1, WARM);
  const alarm = alarmRow(page, EV_1, 'risk');
  await expect(alarm.getByTestId('countdown')).toHaveAttribute('data-phase', 'acknowledge');
  await expect(page.getByTestId('delayed-count')).toHaveAttribute('data-count', '1');
  // The desk itself rings at once, whatever waits.
  await expect(page.getByTestId('count-fire')).toHaveAttribute('data-count', '1');

  await page.keyboard.press('a');
  await expect(alarm.getByTestId('countdown')).toHaveAttribute('data-phase', 'investigate');
  await page.keyboard.press('i');
  await expect(page.getByTestId('result-noHazard')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('헤어드라이어');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('investigation-dialog')).toBeHidden();
  await expect(alarm.getByTestId('countdown')).toHaveCount(0);
  await expect(page.getByTestId('delayed-count')).toHaveCount(0);

  await page.keyboard.press('Enter');
  const shown = page.getByTestId('open-alarm');
  await expect(shown.getByTestId('escalation-note').first()).toHaveText(
    '살펴본 결과 위험 없음: 헤어드라이어',
  );
  await expect(shown.locator('[data-type=escalate]').first()).toContainText('김관제');
  await expect(shown.locator('[data-testid=rung][data-action=notify]').first()).toHaveAttribute(
    'data-state',
    'stopped',
  );
  // The lamp stays while the desk is attended, on every screen.
  await page.getByTestId('nav-system').click();
  await expect(page.getByTestId('lamp-delay')).toBeVisible();
});

test('a second detector in the zone ends the delay of both at once; one elsewhere doesn’t', async ({
  page,
  site,
}) => {
  await changePolicy(site, patient);
  await site.open(page);
  await attend(page, '김관제');
  await site.devices.send(EV_1, WARM);
  await site.devices.send(ELSEWHERE, WARM);
  await expect(page.getByTestId('delayed-count')).toHaveAttribute('data-count', '2');

  await site.devices.send(EV_2, WARM);
  for (const id of [EV_1, EV_2]) {
    const step = alarmRow(page, id, 'risk').getByTestId('escalation-step');
    await expect(step).toHaveAttribute('data-action', 'notify');
  }
  await expect(page.getByTestId('delayed-count')).toHaveAttribute('data-count', '1');
  await expect(alarmRow(page, ELSEWHERE, 'risk').getByTestId('countdown')).toBeVisible();
  await alarmRow(page, EV_1, 'risk').dblclick();
  await expect(page.getByTestId('open-alarm')).toContainText(
    '이웃한 다른 감지기가 경보를 내어 지연을 끝냄',
  );
});

test('F and Enter: the hazard is real, and everybody is told in the operator’s name', async ({
  page,
  site,
}) => {
  await changePolicy(site, patient);
  await site.open(page);
  await attend(page, '김관제');
  await site.devices.send(EV_1, WARM);
  const alarm = alarmRow(page, EV_1, 'risk');
  await expect(alarm.getByTestId('countdown')).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByTestId('investigation-submit')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('investigation-dialog')).toBeHidden();
  await expect(alarm.getByTestId('escalation-step')).toHaveAttribute('data-action', 'supervisor');
  await expect(page.getByTestId('investigation')).toHaveAttribute('data-confirmed', 'true');
  await alarm.dblclick();
  const lines = page.getByTestId('open-alarm').locator('[data-type=escalate]');
  await expect(lines.filter({ hasText: '현장에서 위험을 확인함' })).toContainText('김관제');
});

test('nobody acknowledges in time: others are told; unattended again: nothing waits', async ({
  page,
  site,
}) => {
  await changePolicy(site, (policy) => ({
    ...policy,
    delays: { ...policy.delays, acknowledgeSeconds: 5 },
  }));
  await site.open(page);
  await attend(page, '김관제');
  await site.devices.send(EV_1, WARM);
  const alarm = alarmRow(page, EV_1, 'risk');
  await expect(alarm.getByTestId('escalation-step')).toHaveAttribute('data-action', 'notify');
  await alarm.dblclick();
  await expect(page.getByTestId('open-alarm')).toContainText('확인이 없어 지연을 끝냄');

  await page.getByTestId('lamp-delay').click();
  await page.getByTestId('to-unattended').click();
  await expect(page.getByTestId('lamp-delay')).toHaveCount(0);
  await expect(page.getByTestId('attended-switch')).toHaveAttribute('data-attended', 'false');
  await site.devices.send(ELSEWHERE, WARM);
  await expect(alarmRow(page, ELSEWHERE, 'risk').getByTestId('escalation-step')).toHaveAttribute(
    'data-action',
    'notify',
  );
});

test('a second seat is silent until an alarm was left unanswered, then rings and shows it across the screen', async ({
  otherDesk,
  page,
  site,
}) => {
  await changePolicy(site, (policy) => {
    const steps = [
      ...policy.tables.fire.CRITICAL.day.slice(0, 2),
      { action: 'secondDesk', afterSeconds: 3, topic: null } as const,
    ];
    const fire = { ...policy.tables.fire, CRITICAL: { day: steps, night: steps } };
    return { ...policy, tables: { ...policy.tables, fire } };
  });
  await site.open(page);
  const other = await otherDesk();
  await site.open(other);
  await openTables(other);
  await other.getByTestId('seat-second').check();
  await expect(other.getByTestId('lamp-second-seat')).toBeVisible();
  await other.reload();
  await expect(other.getByTestId('lamp-second-seat')).toBeVisible();
  for (const one of [page, other]) await one.getByTestId('silence').click();

  // A warm one is not left to others in this table: only the first seat rings.
  await site.devices.send(EV_1, WARM);
  await expect(page.getByTestId('silence')).toHaveAttribute('data-sound', 'ringing');
  await expect(alarmRow(other, EV_1, 'risk')).toBeVisible();
  await expect(other.getByTestId('silence')).toHaveAttribute('data-sound', 'quiet');

  await site.devices.send(ELSEWHERE, HOT);
  await expect(other.getByTestId('unanswered')).toContainText('특고압 수전반');
  await expect(other.getByTestId('silence')).toHaveAttribute('data-sound', 'ringing');
  await expect(page.getByTestId('unanswered')).toBeVisible();

  await other.getByTestId('unanswered-go').click();
  await other.getByTestId('act-acknowledge').click();
  await signOn(other, '이관제');
  await expect(other.getByTestId('unanswered')).toHaveCount(0);
  await expect(page.getByTestId('unanswered')).toHaveCount(0);
  await expect(other.getByTestId('silence')).toHaveAttribute('data-sound', 'quiet');
});

test('an administrator changes a table and says why; an operator may not; what is wrong is said before it is saved', async ({
  page,
  site,
}) => {
  await site.open(page);
  await openTables(page);
  const rule = page.getByTestId('rule-fire-CRITICAL-night');
  await expect(rule).toContainText('15초 후 더 큰 소리');

  await page.getByTestId('edit-fire-CRITICAL-night').click();
  await page.getByTestId('step-3-after').fill('90');
  await expect(page.getByTestId('step-faults')).toBeVisible();
  await expect(page.getByTestId('steps-apply')).toBeDisabled();
  await page.getByTestId('step-3-after').fill('5');
  await expect(page.getByTestId('rule-preview')).toContainText('5초 후 더 큰 소리');
  for (const step of [6, 5, 2]) await page.getByTestId(`step-${step}-remove`).click();
  await expect(page.getByTestId('step-faults')).toContainText('10분 안에 반드시');
  await page.getByTestId('step-add').click();
  await page.getByTestId('step-4-topic').selectOption('emergency');
  await page.getByTestId('steps-apply').click();
  await expect(rule).toContainText('1분 30초 후 외부 통보(비상)');

  await expect(page.getByTestId('policy-save')).toBeDisabled();
  await page.getByTestId('policy-why').fill('야간 인원 감소');
  await page.getByTestId('policy-save').click();
  await signOnAs(page, '김관제', 'operator');
  await expect(page.getByTestId('policy-said')).toBeVisible();
  await expect(page.getByTestId('policy-unsaved')).toBeVisible();

  await page.getByTestId('sign-off').click();
  await page.getByTestId('policy-save').click();
  await signOnAs(page, '박소장', 'administrator');
  await expect(page.getByTestId('policy-unsaved')).toBeHidden();
  await expect(page.getByTestId('policy-version')).toContainText('박소장');
  await expect(page.getByTestId('policy-version')).toContainText('야간 인원 감소');
  const { policy, version } = await engineOf(site).escalation.tables();
  expect(version).toBe(1);
  expect(PERIODS.map((period) => policy.tables.fire.CRITICAL[period].length)).toEqual([6, 4]);
});

for (const theme of ['dark', 'light'] as const) {
  test(`what the desk and its dialogs say can be read by everybody, ${theme}`, async ({
    page,
    site,
  }) => {
    await changePolicy(site, patient);
    await site.open(page);
    if (theme === 'light') await page.getByTestId('switch-theme').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await attend(page, '김관제');
    await site.devices.send(EV_1, WARM);
    const alarm = alarmRow(page, EV_1, 'risk');
    await expect(alarm.getByTestId('countdown')).toBeVisible();
    await alarm.dblclick();
    await expect(page.getByTestId('rung')).toHaveCount(6);
    await readable(page, 'lamp-delay', 'attended-switch', 'investigation', 'escalation-panel');
    await page.keyboard.press('f');
    await readable(page, 'investigation-dialog');
    await page.keyboard.press('Escape');
    await page.getByTestId('lamp-delay').click();
    await readable(page, 'attended-dialog');
  });

  test(`the tables and their form can be read by everybody, ${theme}`, async ({ page, site }) => {
    await site.open(page);
    if (theme === 'light') await page.getByTestId('switch-theme').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await openTables(page);
    await readable(page, 'escalation-settings');
    await page.getByTestId('edit-fire-HIGH-day').click();
    await readable(page, 'steps-editor');
  });
}
