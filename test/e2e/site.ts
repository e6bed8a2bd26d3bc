import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { startAedes } from '../support/aedesBroker.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/freePort.ts';
import { TestPublisher } from '../support/wire.ts';

/** A site as a test sees it: a real broker, the real program on the demo building's floors, and devices to play. */
export class TestSite {
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
  #port = 0;
  #broker: Awaited<ReturnType<typeof startAedes>> | undefined;
  #publisher: TestPublisher | undefined;
  #desk: Desk | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get devices(): TestPublisher {
    if (!this.#publisher) throw new Error('the broker is down');
    return this.#publisher;
  }

  async start(): Promise<void> {
    await this.startBroker();
    this.#port = await freePort();
    await this.startDesk();
  }

  async startDesk(): Promise<void> {
    this.#desk = await startDesk(
      ['--data', this.#dataDir, '--mqtt', `mqtt://127.0.0.1:${this.#broker?.port}`, '--demo'],
      this.#port,
    );
  }

  /** As a power cut: no goodbye. */
  async killDesk(): Promise<void> {
    await this.#desk?.kill();
  }

  async startBroker(): Promise<void> {
    this.#broker = await startAedes(this.#broker?.port);
    this.#publisher = await TestPublisher.connect(this.#broker.url);
  }

  async stopBroker(): Promise<void> {
    await this.#publisher?.end();
    this.#publisher = undefined;
    await this.#broker?.stop();
  }

  async end(): Promise<void> {
    await this.#desk?.stop();
    await this.stopBroker();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** Opens the desk and waits until the feed is proven: a message sent after this is received. */
  async open(page: Page): Promise<void> {
    await page.goto(this.url);
    await expect(page.getByTestId('desk')).toBeVisible();
    await expect(page.getByTestId('proof')).toHaveAttribute('data-watch', FEED_UP);
  }
}

export const test = base.extend<{ site: TestSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
  site: async ({}, use) => {
    const site = new TestSite();
    await site.start();
    await use(site);
    await site.end();
  },
});

export { expect } from '@playwright/test';

/** The proof of quiet when at least one feed is connected, whoever of the devices reports. */
export const FEED_UP = /monitoring|degraded/;

/** The row of one device's alarm in the list. */
export const alarmRow = (page: Page, deviceId: string, kind: string) =>
  page.locator(`[data-testid=alarm-row][data-device-id="${deviceId}"][data-kind="${kind}"]`);

/** Chooses who is at the desk, when the page asks for it. */
export async function signOn(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId('sign-on-dialog')).toBeVisible();
  await page.getByTestId('operator-name').fill(name);
  await page.getByTestId('operator-add').click();
  await expect(page.getByTestId('sign-on-dialog')).toBeHidden();
}

/** Somebody who may do more than an operator signs on, chosen from the list. */
export async function signOnAs(
  page: Page,
  name: string,
  role: 'supervisor' | 'administrator',
): Promise<void> {
  const added = await page.evaluate(
    async (operator) => {
      const answer = await fetch('/rpc/operators/add', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ json: operator }),
      });
      return answer.ok;
    },
    { name, role },
  );
  expect(added).toBe(true);
  await page.getByTestId('sign-on').click();
  await page.getByTestId('operator-choice').filter({ hasText: name }).click();
  await expect(page.getByTestId('on-duty')).toHaveAttribute('data-operator', name);
}

/** Tab, as often as it takes: what can't be reached this way can't be reached without a mouse. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let steps = 0; steps < 500; steps++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached with Tab');
}
