import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import type { Contract } from '../../shared/contract/contract.ts';
import type { OperatorView } from '../../shared/contract/views.ts';
import { startAedes } from '../support/aedesBroker.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/freePort.ts';
import { personOf, TEST_PASSWORD } from '../support/operators.ts';
import { TestPublisher } from '../support/wire.ts';

/** A site as a test sees it: a real broker, the real program on the demo building's floors, and devices to play. */
export class TestSite {
  readonly #args: readonly string[];
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-e2e-'));
  #port = 0;
  #broker: Awaited<ReturnType<typeof startAedes>> | undefined;
  #publisher: TestPublisher | undefined;
  #desk: Desk | undefined;

  /** @param args of the desk, beside those that every test needs */
  constructor(args: readonly string[] = []) {
    this.#args = args;
  }

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
      [
        '--data',
        this.dataDir,
        '--mqtt',
        `mqtt://127.0.0.1:${this.#broker?.port}`,
        '--demo',
        ...this.#args,
      ],
      this.#port,
    );
  }

  /** As at an update: what is sent meanwhile waits at the broker. */
  async stopDesk(): Promise<void> {
    await this.#desk?.stop();
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
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Opens the desk and waits until the feed is proven: a message sent after this is received. */
  async open(page: Page): Promise<void> {
    await page.goto(this.url);
    await expect(page.getByTestId('desk')).toBeVisible();
    await expect(page.getByTestId('proof')).toHaveAttribute('data-watch', FEED_UP);
  }
}

interface Fixtures {
  readonly deskArgs: readonly string[];
  readonly site: TestSite;
  /** A page of another person at another desk, which ends with the test: one that stays open looks for its engine for ever. */
  readonly otherDesk: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  deskArgs: [[], { option: true }],
  otherDesk: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  site: async ({ deskArgs }, use) => {
    const site = new TestSite(deskArgs);
    await site.start();
    await use(site);
    await site.end();
  },
});

export { expect } from '@playwright/test';
export { TEST_PASSWORD } from '../support/operators.ts';

/** The proof of quiet when at least one feed is connected, whoever of the devices reports. */
export const FEED_UP = /monitoring|degraded/;

/** The row of one device's alarm in the list. */
export const alarmRow = (page: Page, deviceId: string, kind: string) =>
  page.locator(`[data-testid=alarm-row][data-device-id="${deviceId}"][data-kind="${kind}"]`);

type Role = OperatorView['role'];

/** Makes somebody with `TEST_PASSWORD`, when there is nobody of that name; the administrator first, on first use. */
export async function makeOperator(
  page: Page,
  name: string,
  role: Role = 'administrator',
): Promise<void> {
  const link = new RPCLink({ url: `${new URL(page.url()).origin}/rpc` });
  await personOf(createORPCClient<ContractRouterClient<Contract>>(link), name, role);
}

/** Chooses who is at the desk, when the page asks for it: somebody who may do everything. */
export async function signOn(page: Page, name: string): Promise<void> {
  await signOnAs(page, name, 'administrator');
}

/** The same with a role of one's choice. */
export async function signOnAs(page: Page, name: string, role: Role): Promise<void> {
  await makeOperator(page, name, role);
  const dialog = page.getByTestId('sign-on-dialog');
  await expect(dialog).toBeVisible();
  // Whoever was here last is offered first.
  const someoneElse = dialog.getByTestId('someone-else');
  const choice = dialog.locator(`[data-testid=operator-choice][data-name="${name}"]`);
  const proving = dialog.getByTestId('prove-operator');
  await expect(choice.or(proving)).toBeVisible();
  if (await proving.isVisible()) await someoneElse.click();
  await choice.click();
  await dialog.getByTestId('operator-secret').fill(TEST_PASSWORD);
  await dialog.getByTestId('operator-submit').click();
  await expect(dialog).toBeHidden();
}

/** Presses the button that begins a shift, and signs on. */
export async function chooseToSignOn(page: Page, name: string, role: Role): Promise<void> {
  await page.getByTestId('sign-on').click();
  await signOnAs(page, name, role);
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
