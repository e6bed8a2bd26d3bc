/** The built shell and the built preload under Node: how the page comes to its engine, and what happens without one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENGINE_LOST, ENGINE_PORT } from '#shared/desktop/bridge.ts';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import { clientOf, type Desktop, startDesktop } from '../../support/electron/startDesktop.ts';

let built: BuiltDesktop;
let desktop: Desktop;

beforeAll(async () => {
  built = await buildDesktop('small');
});
afterAll(() => built.remove());
beforeEach(async () => {
  desktop = await startDesktop(built);
});
afterEach(async () => {
  vi.useRealTimers();
  await desktop.quit();
});

/** The small engine's own router; it serves a few procedures of the contract under names of its own. */
function small(port: Parameters<typeof clientOf>[0]) {
  return clientOf(port) as unknown as Record<
    'floors' | 'thresholds' | 'operators',
    () => Promise<unknown>
  >;
}

describe('the page asks for the engine', () => {
  it('and gets a port that its calls are answered on', async () => {
    expect(await small(await desktop.connect()).floors()).toEqual([]);
  });

  it('with nothing in its world but two functions', () => {
    expect(Object.keys(desktop.page().exposed)).toEqual(['emberwatch']);
    expect(Object.keys(desktop.bridge()).sort()).toEqual(['connect', 'restartEngine']);
  });

  it('again, and gets a fresh port each time', async () => {
    const first = await desktop.connect();
    const second = await desktop.connect();
    expect(await Promise.all([small(first).floors(), small(second).floors()])).toEqual([[], []]);
  });

  it('before the engine is up, and is answered as soon as it is', async () => {
    const calls = Promise.all([1, 2, 3].map(async () => small(await desktop.connect()).floors()));
    expect(await calls).toEqual([[], [], []]);
  });

  it('after a reload, as a new page', async () => {
    await desktop.connect();
    await desktop.window.loadURL(desktop.contents.loads[0]!);
    expect(await small(await desktop.connect()).floors()).toEqual([]);
  });
});

describe('the engine’s process', () => {
  it('is told its settings by message: the simulated building while nothing is configured', async () => {
    await desktop
      .engine()
      .said(`started with the simulated building in ${join(desktop.userData, 'simulated')}`);
  });

  it('leaves its output in the log file', async () => {
    await desktop.engine().said('started');
    expect(desktop.log()).toContain('started with the simulated building');
  });

  it('hears that the machine woke up', async () => {
    desktop.electron.module.powerMonitor.emit('resume');
    await desktop.engine().said('resumed');
  });

  it('survives a page that posts what is no call', async () => {
    const port = await desktop.connect();
    for (const garbage of [
      '{',
      'null',
      '[]',
      '{"i":1}',
      7,
      null,
      { t: 1 },
      new Uint8Array([255, 0]),
    ]) {
      port.postMessage(garbage);
    }
    expect(await small(port).floors()).toEqual([]);
    expect(desktop.electron.engines).toHaveLength(1);
  });

  it('keeps the text of its own errors to itself', async () => {
    const failure = await small(await desktop.connect())
      .operators()
      .catch(String);
    expect(failure).toContain('Internal server error');
    expect(failure).not.toContain('the reason');
  });

  it('closes its engine before the program ends', async () => {
    const engine = desktop.engine();
    desktop.electron.app.quit();
    await engine.said('closed');
    expect(await engine.exited).toBe(0);
    expect(await desktop.electron.app.ended).toBe(0);
  });
});

describe('an engine that dies', () => {
  const DELAYS_MS = [500, 1000, 2000, 4000, 8000];

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    await desktop.connect();
  });

  /** Ends the engine by force and reads what the page is told. */
  async function killed() {
    desktop.engine().kill();
    return (await desktop.fromShell()).message;
  }

  it('is replaced after half a second, and the page gets a port to the new one unasked', async () => {
    expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: 500 });
    vi.advanceTimersByTime(499);
    expect(desktop.electron.engines).toHaveLength(1);
    vi.advanceTimersByTime(1);
    const { message, port } = await desktop.fromShell();
    expect(message).toEqual({ type: ENGINE_PORT });
    expect(await small(port!).floors()).toEqual([]);
  });

  it('of a rejection that nobody handled is replaced too', async () => {
    const port = await desktop.connect();
    void small(port)
      .thresholds()
      .catch(() => undefined);
    expect((await desktop.fromShell()).message).toEqual({ type: ENGINE_LOST, willRetryInMs: 500 });
    expect(await desktop.engine().exited).toBe(1);
  });

  it('again and again is restarted ever later, and then no more, which the page is told', async () => {
    for (const delay of DELAYS_MS) {
      expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: delay });
      vi.advanceTimersByTime(delay);
      expect((await desktop.fromShell()).message).toEqual({ type: ENGINE_PORT });
    }
    expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: null });
    vi.advanceTimersByTime(3_600_000);
    expect(desktop.electron.engines).toHaveLength(DELAYS_MS.length + 1);
  });

  it('after a minute of health starts a new series', async () => {
    for (const delay of [500, 1000]) {
      expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: delay });
      vi.advanceTimersByTime(delay);
      await desktop.fromShell();
    }
    vi.advanceTimersByTime(60_000);
    expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: 500 });
  });

  it('is waited for by a page that asks meanwhile', async () => {
    await killed();
    desktop.bridge().connect();
    expect((await desktop.fromShell()).message).toEqual({ type: ENGINE_LOST, willRetryInMs: 500 });
    // The button starts nothing while the next attempt is due.
    desktop.bridge().restartEngine();
    expect(desktop.electron.engines).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect((await desktop.fromShell()).message).toEqual({ type: ENGINE_PORT });
  });

  it('for good comes back when a person asks for it, and not before', async () => {
    desktop.bridge().restartEngine();
    expect(desktop.electron.engines).toHaveLength(1);
    for (const delay of DELAYS_MS) {
      await killed();
      vi.advanceTimersByTime(delay);
      await desktop.fromShell();
    }
    await killed();
    desktop.bridge().connect();
    expect((await desktop.fromShell()).message).toEqual({ type: ENGINE_LOST, willRetryInMs: null });
    desktop.bridge().restartEngine();
    const { port } = await desktop.fromShell();
    expect(await small(port!).floors()).toEqual([]);
    expect(await killed()).toEqual({ type: ENGINE_LOST, willRetryInMs: 500 });
  });

  it('leaves a line in the log', async () => {
    await killed();
    expect(desktop.log()).toContain('the engine is gone');
    expect(desktop.log()).toContain('a child process is gone');
  });

  it('while the program quits is not restarted', async () => {
    await killed();
    desktop.electron.app.quit();
    await desktop.electron.app.ended;
    vi.advanceTimersByTime(60_000);
    expect(desktop.electron.engines).toHaveLength(1);
  });
});

describe('the built preload', () => {
  it('is CommonJS and needs nothing but electron, as a sandbox demands', () => {
    const text = readFileSync(join(built.outDir, 'preload/index.cjs'), 'utf8');
    expect([...text.matchAll(/require\((.*?)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(text).not.toMatch(/^(import|export) /m);
  });
});
