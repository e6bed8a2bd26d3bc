/** The built shell under Node: start, second start, lost pages, and the end. */

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InstanceLock } from '../../support/electron/AppStandIn.ts';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import { createElectron } from '../../support/electron/createElectron.ts';
import { loadBuilt } from '../../support/electron/loadBuilt.ts';
import { type Desktop, startDesktop } from '../../support/electron/startDesktop.ts';

let built: BuiltDesktop;
const started: Desktop[] = [];
const folders: string[] = [];

beforeAll(async () => {
  built = await buildDesktop('small');
});
afterAll(() => built.remove());
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(started.splice(0).map((desktop) => desktop.quit()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startDesktop>[1] = {}): Promise<Desktop> {
  const desktop = await startDesktop(built, options);
  started.push(desktop);
  return desktop;
}

function dataFolder(config?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'emberwatch-desktop-'));
  folders.push(folder);
  if (config !== undefined) writeFileSync(join(folder, 'emberwatch.json'), config);
  return folder;
}

describe('a start', () => {
  it('keeps the display awake', async () => {
    expect((await start()).electron.blockers).toEqual(['prevent-display-sleep']);
  });

  it('listens to the configured broker, in a folder apart from the simulated building’s', async () => {
    const userData = dataFolder('{ "mqtt": { "url": "mqtts://broker.example:8883" } }');
    const desktop = await start({ userData });
    await desktop
      .engine()
      .said(`started with mqtts://broker.example:8883 in ${join(userData, 'data')}`);
  });

  it('with a broken configuration says so and monitors nothing, rather than a simulation', async () => {
    const electron = createElectron({ userData: dataFolder('{ "mqtt": {} }') });
    await loadBuilt(built.main, electron.module);
    expect(await electron.app.ended).toBe(1);
    expect(electron.errorBoxes[0]?.content).toContain('emberwatch.json');
    expect(electron.engines).toHaveLength(0);
    expect(electron.windows).toHaveLength(0);
  });

  it('without a folder to write to says so, and starts nothing', async () => {
    const file = join(dataFolder('{}'), 'emberwatch.json');
    const electron = createElectron({ userData: file });
    await loadBuilt(built.main, electron.module);
    expect(await electron.app.ended).toBe(1);
    expect(electron.errorBoxes[0]?.content).toContain(file);
    expect(electron.engines).toHaveLength(0);
  });

  it('while another runs brings that one’s window up and ends', async () => {
    const lock: InstanceLock = {};
    const first = await start({ lock });
    first.window.minimize();
    const second = createElectron({ userData: first.userData, lock });
    await loadBuilt(built.main, second.module);
    expect(await second.app.ended).toBe(0);
    await second.app.whenReady();
    expect([second.windows.length, second.engines.length]).toEqual([0, 0]);
    expect([first.window.isMinimized(), first.window.focusCount]).toEqual([false, 1]);
  });
});

describe('a page that is lost', () => {
  /** The page's process ends; resolves once the shell loaded it again. */
  async function reloadedAfter(desktop: Desktop, delayMs: number): Promise<void> {
    const before = desktop.contents.loads.length;
    vi.advanceTimersByTime(delayMs - 1);
    expect(desktop.contents.loads).toHaveLength(before);
    const loaded = once(desktop.contents, 'did-finish-load');
    vi.advanceTimersByTime(1);
    await loaded;
  }

  async function startWithFakeTime(options?: Parameters<typeof startDesktop>[1]): Promise<Desktop> {
    const desktop = await start(options);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    return desktop;
  }

  it('comes back after half a second while the engine goes on, and gets its port', async () => {
    const desktop = await startWithFakeTime();
    await desktop.connect();
    desktop.contents.crash();
    await reloadedAfter(desktop, 500);
    await desktop.connect();
    expect(desktop.electron.engines).toHaveLength(1);
  });

  it('because it hangs is ended and comes back', async () => {
    const desktop = await startWithFakeTime();
    desktop.window.emit('unresponsive');
    await reloadedAfter(desktop, 500);
  });

  it('because it could not load is loaded again', async () => {
    const desktop = await startWithFakeTime();
    desktop.contents.emit('did-fail-load', {}, -2, 'ERR_FAILED', 'app://console/', true);
    await reloadedAfter(desktop, 500);
  });

  it('by an ordinary exit, an aborted load or a frame of it is not lost', async () => {
    const desktop = await startWithFakeTime();
    desktop.contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    desktop.contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://console/', true);
    desktop.contents.emit('did-fail-load', {}, -2, 'ERR_FAILED', 'app://console/frame', false);
    vi.advanceTimersByTime(60_000);
    expect(desktop.contents.loads).toHaveLength(1);
  });

  it('hears nothing of the engine until it asks again', async () => {
    const desktop = await startWithFakeTime();
    await desktop.connect();
    desktop.contents.crash();
    await reloadedAfter(desktop, 500);
    desktop.engine().kill();
    await desktop.engine().exited;
    vi.advanceTimersByTime(500);
    expect(desktop.electron.engines).toHaveLength(2);
    expect(desktop.page().unread).toBe(0);
  });

  it.each([
    { button: 'try again', answer: 0, loads: 7 },
    { button: 'quit', answer: 1, loads: 6 },
  ])('for good asks the person at the desk: $button', async ({ answer, loads }) => {
    const asked: string[] = [];
    const desktop = await startWithFakeTime({
      answer: ({ message }) => {
        asked.push(message);
        return answer;
      },
    });
    for (const delay of [500, 1000, 2000, 4000, 8000]) {
      desktop.contents.crash();
      await reloadedAfter(desktop, delay);
    }
    expect(asked).toEqual([]);
    const outcome =
      answer === 0 ? once(desktop.contents, 'did-finish-load') : desktop.electron.app.ended;
    desktop.contents.crash();
    await outcome;
    expect(asked).toHaveLength(1);
    expect(desktop.contents.loads).toHaveLength(loads);
  });
});

describe('the end', () => {
  it('comes with the window, after the engine has closed its files', async () => {
    const desktop = await start();
    const engine = desktop.engine();
    await engine.said('started');
    desktop.window.close();
    expect(await desktop.electron.app.ended).toBe(0);
    await engine.said('closed');
  });

  it('does not wait for ever for an engine that hangs', async () => {
    const desktop = await start();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    // An engine that never hears of the end.
    desktop.engine().postMessage = () => undefined;
    desktop.electron.app.quit();
    vi.advanceTimersByTime(10_000);
    expect(await desktop.electron.app.ended).toBe(0);
    expect(await desktop.engine().exited).not.toBe(0);
  });
});
