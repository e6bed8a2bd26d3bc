/** The built shell under Node: its windows, its tray, its notifications, and what the machine does to it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ENGINE_LOST, ENGINE_PORT, SCREEN_LOCKED, SHOW_ALARM } from '#shared/desktop/bridge.ts';
import type { DeskSummary } from '#shared/desktop/summary.ts';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import type { StandInOptions } from '../../support/electron/createElectron.ts';
import { FIRST_MONITOR, monitor } from '../../support/electron/ScreenStandIn.ts';
import { type Desktop, startDesktop } from '../../support/electron/startDesktop.ts';

const ID = 'site/panel-3/risk/1767312000000';
const LINK = `emberwatch://alarm/${encodeURIComponent(ID)}`;
const SECOND_MONITOR = monitor(2, { x: 1920, y: 0, width: 1920, height: 1080 });

let built: BuiltDesktop;
let desktop: Desktop;
let userData: string;

beforeAll(async () => {
  built = await buildDesktop('small');
});
afterAll(() => built.remove());
afterEach(async () => {
  await desktop.quit();
  rmSync(userData, { recursive: true, force: true });
});

async function start(options: Partial<StandInOptions> = {}, settings?: object): Promise<Desktop> {
  userData = options.userData ?? mkdtempSync(join(tmpdir(), 'emberwatch-shell-'));
  if (settings) writeFileSync(join(userData, 'emberwatch.json'), JSON.stringify(settings));
  desktop = await startDesktop(built, {
    locale: 'en-GB',
    hollowEngine: true,
    ...options,
    userData,
  });
  return desktop;
}

const summary = (fire: readonly string[], change: Partial<DeskSummary> = {}): DeskSummary => ({
  type: 'summary',
  siteName: { ko: '본관', en: 'Main building' },
  simulated: false,
  openFire: fire.length,
  waiting: { fire: fire.length, supervisory: 0, trouble: 0 },
  fire: fire.map((id, index) => ({ id, kind: 'risk', name: `Panel ${index + 1}`, raisedAt: 1 })),
  reporting: 120,
  expected: 120,
  feeds: 1,
  feedsConnected: 1,
  ...change,
});

/** As the engine's process posts it. */
const engineTells = (told: DeskSummary) => desktop.engine().emit('message', told);
const tray = () => desktop.electron.trays[0]!;
const openNotices = () => desktop.electron.notifications.filter(({ open }) => open);
const icon = () => tray().image.replace(/^.*[/\\]/, '');
const windowsByAddress = () =>
  new Map(
    desktop.electron.windows.map((window) => [
      new URL(window.webContents.loads[0]!).search || 'desk',
      window,
    ]),
  );

it('shows in the tray how the building is, and that nothing is known when the engine is gone', async () => {
  await start();
  expect(icon()).toBe('lost.png');
  engineTells(summary([]));
  expect([icon(), tray().toolTip]).toEqual([
    'quiet.png',
    'Emberwatch\nQuiet\n120 of 120 devices report\nMain building',
  ]);
  engineTells(summary([ID]));
  expect([icon(), tray().toolTip]).toEqual(['fire.png', expect.stringContaining('1 fire alarm')]);
  desktop.engine().kill();
  await desktop.engine().exited;
  expect([icon(), tray().toolTip]).toEqual(['lost.png', expect.stringContaining('Not monitoring')]);
});

it('tells of a fire alarm once, leads to it, and takes the box back when somebody acknowledged', async () => {
  await start();
  engineTells(summary([ID]));
  engineTells(summary([ID], { reporting: 119 }));
  expect(desktop.electron.notifications).toHaveLength(1);
  const [notice] = openNotices();
  expect(notice?.options).toMatchObject({ urgency: 'critical', timeoutType: 'never' });
  expect(notice?.options.body).toContain('Panel 1');
  notice?.emit('click');
  expect(desktop.window.focusCount).toBe(1);
  expect((await desktop.fromShell()).message).toEqual({ type: SHOW_ALARM, alarmId: ID });
  // Leading to it acknowledged nothing: the box stays until the engine says so.
  expect(openNotices()).toHaveLength(1);
  engineTells(summary([], { openFire: 1 }));
  expect(openNotices()).toHaveLength(0);
});

it('says of a simulated building that it is one', async () => {
  await start();
  engineTells(summary([ID], { simulated: true }));
  expect(openNotices()[0]?.options.title).toMatch(/^\[Simulated building\] Fire alarm: /);
  expect(tray().toolTip).toContain('Simulated building');
});

it('tells of an alarm again that came back worse, and of many at once in few boxes', async () => {
  await start();
  engineTells(summary([ID]));
  const worse = summary([ID]);
  engineTells({ ...worse, fire: [{ ...worse.fire[0]!, raisedAt: 2 }] });
  expect(desktop.electron.notifications).toHaveLength(2);
  expect(openNotices()).toHaveLength(1);
  engineTells(summary(Array.from({ length: 12 }, (_, index) => `${ID}${index}`)));
  expect(openNotices().map(({ options }) => options.title)).toContain('9 more fire alarms');
  expect(openNotices()).toHaveLength(4);
});

it('opens an alarm from a link, also one that started the program', async () => {
  await start();
  desktop.electron.app.startAgain('--flag-of-chromium', LINK);
  expect((await desktop.fromShell()).message).toEqual({ type: SHOW_ALARM, alarmId: ID });
  desktop.electron.app.emit('open-url', { preventDefault: () => undefined }, LINK);
  expect((await desktop.fromShell()).message).toEqual({ type: SHOW_ALARM, alarmId: ID });
  desktop.electron.app.startAgain('emberwatch://alarm/nonsense');
  expect(desktop.page().unread).toBe(0);
});

it('opens a wall display on the second monitor, mute, with a port of its own', async () => {
  await start({ monitors: [FIRST_MONITOR, SECOND_MONITOR] });
  tray().press('Wall display');
  await vi.waitFor(() => expect(desktop.electron.windows[1]?.webContents.page).toBeDefined());
  const wall = windowsByAddress().get('?window=wall')!;
  expect(wall.options).toMatchObject({ x: 1920, y: 0, fullscreen: true });
  expect([desktop.contents.muted, wall.webContents.muted]).toEqual([false, true]);
  await desktop.connect();
  (wall.webContents.page!.exposed['emberwatch'] as { connect(): void }).connect();
  expect((await wall.webContents.page!.next()).data).toEqual({ type: ENGINE_PORT });
  // Both learn of what happens to the engine.
  desktop.engine().kill();
  expect((await desktop.fromShell()).message).toMatchObject({ type: ENGINE_LOST });
  expect((await wall.webContents.page!.next()).data).toMatchObject({ type: ENGINE_LOST });
  tray().press('Wall display');
  expect(desktop.electron.windows).toHaveLength(2);
});

it('brings every window back where it was, and one that a person closed stays closed', async () => {
  const monitors = [FIRST_MONITOR, SECOND_MONITOR];
  await start({ monitors });
  tray().press('Wall display');
  tray().press('Incidents');
  const { windows } = desktop.electron;
  windows[0]!.moveTo({ x: 40, y: 50, width: 1500, height: 800 });
  windows[1]!.setFullScreen(false);
  windows[1]!.moveTo({ x: 2000, y: 10, width: 1200, height: 700 });
  windows[2]!.close();
  const engine = desktop.engine();
  desktop.electron.app.quit();
  await desktop.electron.app.ended;
  await engine.exited;

  await start({ monitors, userData });
  await vi.waitFor(() => expect(desktop.electron.windows).toHaveLength(2));
  expect(desktop.electron.windows.map(({ options }) => options)).toMatchObject([
    { x: 40, y: 50, width: 1500, height: 800, fullscreen: false },
    { x: 2000, y: 10, width: 1200, height: 700, fullscreen: false },
  ]);

  // The second monitor is gone: its window is where somebody can see it.
  desktop.electron.app.quit();
  await desktop.electron.app.ended;
  await start({ monitors: [FIRST_MONITOR], userData });
  await vi.waitFor(() => expect(desktop.electron.windows).toHaveLength(2));
  expect(desktop.electron.windows[1]!.options).toMatchObject({ x: 720, y: 10, width: 1200 });
});

it('ends with the desk’s window, whatever else is open', async () => {
  await start();
  tray().press('Incidents');
  desktop.window.close();
  expect(await desktop.electron.app.ended).toBe(0);
  expect(desktop.electron.windows).toHaveLength(0);
});

it('fills the screen and opens at sign-in where the machine is set up so', async () => {
  await start({ packaged: true }, { kiosk: true, openAtLogin: true, language: 'ko' });
  expect(desktop.window.options.kiosk).toBe(true);
  expect(desktop.electron.app.schemes).toEqual(['emberwatch']);
  const { userModelId } = desktop.electron.app;
  expect(readFileSync('electron-builder.yml', 'utf8')).toContain(`appId: ${userModelId}\n`);
  const entry = join(userData, 'appData/autostart/emberwatch.desktop');
  if (process.platform === 'linux') expect(readFileSync(entry, 'utf8')).toContain('Exec=');
  expect(tray().toolTip).toContain('감시를 시작하는 중');
});

it('tells every page that the lock hides it, also one that loads meanwhile', async () => {
  await start();
  desktop.electron.module.powerMonitor.emit('lock-screen');
  expect((await desktop.fromShell()).message).toEqual({ type: SCREEN_LOCKED, locked: true });
  await desktop.window.loadURL(desktop.contents.loads[0]!);
  expect((await desktop.fromShell()).message).toEqual({ type: SCREEN_LOCKED, locked: true });
  desktop.electron.module.powerMonitor.emit('unlock-screen');
  expect((await desktop.fromShell()).message).toEqual({ type: SCREEN_LOCKED, locked: false });
});

it('asks where to save what the page made, and downloads nothing else', async () => {
  await start();
  const { defaultSession } = desktop.electron.module.session;
  const documents = join(userData, 'documents');
  expect(defaultSession.download('blob:app://console/1234', 'alarms.csv')).toBe(
    join(documents, 'alarms.csv'),
  );
  expect(defaultSession.download('blob:app://console/1234', '../../autostart/x.desktop')).toBe(
    join(documents, 'x.desktop'),
  );
  for (const url of [
    'https://example.com/x',
    'blob:https://example.com/1',
    'data:,x',
    'app://console/',
  ])
    expect(defaultSession.download(url, 'x')).toBeNull();
});

it('collects diagnostics without secrets', async () => {
  userData = mkdtempSync(join(tmpdir(), 'emberwatch-shell-'));
  const file = join(userData, 'for-help.zip');
  const mqtt = { url: 'mqtt://broker.example', username: 'desk', password: 'hunter2' };
  await start({ userData, saveTo: () => file }, { mqtt });
  // Leaves a line in the log, with what somebody had put into an address.
  desktop.contents.attemptNavigation('will-navigate', 'https://me:hunter2@example.com/');
  tray().press('Collect diagnostics…');
  await vi.waitFor(() => expect(desktop.electron.messageBoxes).toHaveLength(1));
  expect(desktop.electron.messageBoxes[0]?.message).toContain(file);
  const archive = unzipSync(readFileSync(file));
  const text = Object.values(archive)
    .map((bytes) => strFromU8(bytes))
    .join('\n');
  expect(Object.keys(archive).sort()).toEqual([
    'about.json',
    'emberwatch.json',
    'logs/emberwatch.log',
  ]);
  expect(text).toContain('broker.example');
  expect(text).not.toContain('hunter2');
});

it('updates nothing that was not installed as a program of its own', async () => {
  await start();
  tray().press('Update from a file…');
  await vi.waitFor(() => expect(desktop.electron.messageBoxes).toHaveLength(1));
  expect(desktop.electron.messageBoxes[0]?.message).toContain('package of the system');
});

it('says that diagnostics could not be saved', async () => {
  await start({ saveTo: () => join(userData, 'no such folder', 'x.zip') });
  desktop.electron.app.startAgain('--diagnostics');
  await vi.waitFor(() => expect(desktop.electron.messageBoxes).toHaveLength(1));
  expect(desktop.electron.messageBoxes[0]?.type).toBe('error');
});

it('draws in software after graphics that kept dying, from the next start', async () => {
  await start();
  for (let death = 0; death < 3; death++)
    desktop.electron.app.emit(
      'child-process-gone',
      {},
      { type: 'GPU', reason: 'crashed', exitCode: 1 },
    );
  expect(openNotices().map(({ options }) => options.body)).toEqual([
    expect.stringContaining('software'),
  ]);
  expect(desktop.electron.app.hardwareAccelerated).toBe(true);
  desktop.electron.app.quit();
  await desktop.electron.app.ended;
  await start({ userData });
  expect(desktop.electron.app.hardwareAccelerated).toBe(false);
});

it('says by a notification as well that the engine will not come back by itself', async () => {
  await start();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    for (const delay of [500, 1000, 2000, 4000, 8000, 0]) {
      const engine = desktop.engine();
      engine.kill();
      await engine.exited;
      vi.advanceTimersByTime(delay);
    }
    expect(openNotices().map(({ options }) => options.body)).toEqual([
      expect.stringContaining('Monitoring stopped'),
    ]);
    expect(icon()).toBe('lost.png');
    tray().press('Restart monitoring');
    expect(desktop.electron.engines).toHaveLength(7);
  } finally {
    vi.useRealTimers();
  }
});

it('works on a system without a tray', async () => {
  await start({ noTray: true });
  engineTells(summary([ID]));
  expect(openNotices()).toHaveLength(1);
  expect(desktop.log()).toContain('no tray');
});
