/** The desktop program, put together. The parts hold the decisions; this file only connects them to Electron. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import type { Logger } from '#engine/log.ts';
import { answerPage } from './answerPage.ts';
import { answerSeal } from './answerSeals.ts';
import { APP_SCHEMES, PAGE_URL, serveApp } from './appProtocol.ts';
import { readDesktopConfig } from './desktopConfig.ts';
import { askToRetryPage, showStartFailure } from './dialogs.ts';
import { EngineProcess } from './EngineProcess.ts';
import { keepPageAlive } from './keepPageAlive.ts';
import { LogFile } from './LogFile.ts';
import { guardNavigation, restrictPermissions } from './navigationGuards.ts';
import { PageLink } from './PageLink.ts';
import { keepAwake } from './powerSave.ts';
import { createShellLog } from './shellLog.ts';
import { takeSingleInstance } from './singleInstance.ts';
import { stopBeforeQuit } from './stopBeforeQuit.ts';
import { windowOptions } from './windowOptions.ts';

/** Where the build put the other parts. */
export interface BuiltParts {
  readonly engine: string;
  readonly preload: string;
  readonly renderer: string;
}

export function runDesktop(parts: BuiltParts): void {
  if (!takeSingleInstance(app, showWindow)) return;
  // Both only count before Electron is ready.
  protocol.registerSchemesAsPrivileged(APP_SCHEMES);
  app.enableSandbox();
  app
    .whenReady()
    .then(() => open(parts))
    .catch((error: unknown) => {
      showStartFailure(dialog, error);
      app.exit(1);
    });
}

async function open(parts: BuiltParts): Promise<void> {
  const userData = app.getPath('userData');
  const output = new LogFile(join(userData, 'logs', 'emberwatch.log'));
  const log = createShellLog(output);

  guardNavigation(app, log);
  restrictPermissions(session.defaultSession);
  serveApp(protocol, parts.renderer);
  if (app.isPackaged) Menu.setApplicationMenu(null);

  const { mqtt, realSite } = await readDesktopConfig(join(userData, 'emberwatch.json'));
  const engine = new EngineProcess({
    fork: () => utilityProcess.fork(parts.engine, [], { serviceName: 'engine', stdio: 'pipe' }),
    // A folder each: readings of the simulated building must never stand among those of a real one.
    settings: { dataDir: join(userData, realSite ? 'data' : 'simulated'), mqtt, realSite },
    log,
    output,
    answer: (message) =>
      answerSeal(message, { storage: safeStorage, platform: process.platform, log }),
    onStarted: () => link.engineStarted(),
    onLost: (willRetryInMs) => link.engineLost(willRetryInMs),
  });
  const link = new PageLink(engine, () => new MessageChannelMain());
  answerPage(ipcMain, { link, engine, log });
  stopBeforeQuit(app, engine);
  keepAwake(powerSaveBlocker, powerMonitor, () => engine.resumed());
  logProcessDeaths(log);

  engine.start();
  openWindow(parts, link, log);
}

function openWindow(parts: BuiltParts, link: PageLink, log: Logger): void {
  const window = new BrowserWindow(
    windowOptions({ preload: parts.preload, packaged: app.isPackaged }),
  );
  keepPageAlive({
    window,
    url: PAGE_URL,
    log,
    onGone: () => link.pageGone(),
    askToRetry: () => askToRetryPage(dialog, window),
    quit: () => app.quit(),
  });
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** GPU and network processes are restarted by Chromium itself; the log is where their deaths leave a trace. */
function logProcessDeaths(log: Logger): void {
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') log.error(details, 'a child process is gone');
  });
}
