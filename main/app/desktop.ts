/** The desktop program, put together. The parts hold the decisions; this file only connects them to Electron. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  Tray,
  utilityProcess,
  type WebContents,
} from 'electron';
import type { Logger } from '#engine/log.ts';
import { DeskSummary } from '#shared/desktop/summary.ts';
import { windowAddress } from '#shared/desktop/windows.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import { answerPage } from './answerPage.ts';
import { answerSeal } from './answerSeals.ts';
import { APP_SCHEMES, PAGE_URL, serveApp } from './appProtocol.ts';
import { readDesktopConfig, type ShellSettings } from './desktopConfig.ts';
import { collectDiagnostics } from './diagnostics/collectDiagnostics.ts';
import { askToRetryPage, showStartFailure } from './dialogs.ts';
import { EngineProcess } from './EngineProcess.ts';
import { drawsInSoftware, GraphicsCare, GraphicsState } from './GraphicsCare.ts';
import { keepPageAlive } from './keepPageAlive.ts';
import { LogFile } from './LogFile.ts';
import { guardNavigation, restrictPermissions } from './navigationGuards.ts';
import { openAtLogin } from './openAtLogin.ts';
import { PageLink } from './PageLink.ts';
import { keepAwake } from './powerSave.ts';
import { StateFile } from './StateFile.ts';
import { askWhereToSave } from './saveDialogs.ts';
import { createShellLog } from './shellLog.ts';
import { takeSingleInstance } from './singleInstance.ts';
import { stopBeforeQuit } from './stopBeforeQuit.ts';
import { DeskTray } from './tray/DeskTray.ts';
import { FireNotices } from './tray/FireNotices.ts';
import { type EngineState, trayView } from './tray/trayView.ts';
import { openUpdates } from './updates/openUpdates.ts';
import { windowOptions } from './windowOptions.ts';
import { LINK_SCHEME, type ShellWish, wishOfLink, wishOfWords } from './windows/commandWords.ts';
import { DeskWindows, type Opening } from './windows/DeskWindows.ts';
import { WindowPlaces } from './windows/windowPlaces.ts';

/** As electron-builder.yml names the program. */
const APP_ID = 'com.emberwatch.desk';

/** Where the build put the other parts. */
export interface BuiltParts {
  readonly engine: string;
  readonly preload: string;
  readonly renderer: string;
}

/** What a run of the program is made of before it has windows. */
interface Run {
  readonly parts: BuiltParts;
  readonly userData: string;
  readonly output: LogFile;
  readonly log: Logger;
  readonly graphics: StateFile<GraphicsState>;
}

export function runDesktop(parts: BuiltParts): void {
  /** What was asked for before there was a desk to do it. */
  let wanted: ShellWish = wishOfWords(process.argv.slice(1));
  let grant: ((wish: ShellWish) => void) | undefined;
  const wish = (asked: ShellWish) => {
    if (grant) grant(asked);
    else wanted = asked;
  };
  if (!takeSingleInstance(app, (words) => wish(wishOfWords(words)))) return;
  // macOS tells of links by an event, and may do so before the program is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    wish(wishOfLink(url) ?? { to: 'show' });
  });
  // These only count before Electron is ready.
  protocol.registerSchemesAsPrivileged(APP_SCHEMES);
  app.enableSandbox();
  // By it Windows knows whose notifications they are; the installer gives it to the shortcuts.
  app.setAppUserModelId(APP_ID);
  let run: Run;
  try {
    run = openRun(parts);
  } catch (error) {
    showStartFailure(dialog, error);
    app.exit(1);
    return;
  }
  app
    .whenReady()
    .then(async () => {
      grant = await open(run);
      if (wanted.to !== 'show') grant(wanted);
    })
    .catch((error: unknown) => {
      showStartFailure(dialog, error);
      app.exit(1);
    });
}

/** @throws what the disk says, when there is no folder to write to */
function openRun(parts: BuiltParts): Run {
  const userData = app.getPath('userData');
  const output = new LogFile(join(userData, 'logs', 'emberwatch.log'));
  const log = createShellLog(output);
  const graphicsFile = join(userData, 'graphics.json');
  const graphics = new StateFile(graphicsFile, GraphicsState, { softwareFor: null }, log);
  // This too only counts before Electron is ready.
  if (drawsInSoftware(graphics, app.getVersion())) app.disableHardwareAcceleration();
  return { parts, userData, output, log, graphics };
}

/** @returns how a wish is granted from then on */
async function open(run: Run): Promise<(wish: ShellWish) => void> {
  const { parts, userData, output, log } = run;
  guardNavigation(app, log);
  restrictPermissions(session.defaultSession);
  askWhereToSave(session.defaultSession, () => app.getPath('documents'), log);
  serveApp(protocol, parts.renderer);
  if (app.isPackaged) Menu.setApplicationMenu(null);

  const { mqtt, realSite, shell } = await readDesktopConfig(join(userData, 'emberwatch.json'));
  const language = shell.language ?? systemLanguage();
  const words = WORDS[language].shell;
  let state: EngineState = 'starting';
  let summary: DeskSummary | null = null;

  const engine = new EngineProcess({
    fork: () => utilityProcess.fork(parts.engine, [], { serviceName: 'engine', stdio: 'pipe' }),
    // A folder each: readings of the simulated building must never stand among those of a real one.
    settings: { dataDir: join(userData, realSite ? 'data' : 'simulated'), mqtt, realSite },
    log,
    output,
    answer: (message) => {
      const told = DeskSummary.safeParse(message);
      if (!told.success)
        return answerSeal(message, { storage: safeStorage, platform: process.platform, log });
      summary = told.data;
      if (state === 'starting') {
        state = 'running';
        updates.watching();
      }
      notices.heard(summary);
      showState();
      return Promise.resolve(null);
    },
    onStarted: () => {
      state = 'starting';
      summary = null;
      link.engineStarted();
      showState();
    },
    onLost: (willRetryInMs) => {
      state = willRetryInMs === null ? 'gaveUp' : 'restarting';
      link.engineLost(willRetryInMs);
      showState();
      if (willRetryInMs === null) {
        tell(words.notice.gaveUp);
        updates.gaveUp();
      }
    },
  });
  const link = new PageLink(engine, () => new MessageChannelMain());
  const windows = new DeskWindows({
    screen,
    places: new StateFile(join(userData, 'windows.json'), WindowPlaces, [], log),
    open: (opening) => openWindow(run, shell, opening, link, (page) => windows.loaded(page)),
  });
  const notices = new FireNotices({
    create: (options) => new Notification(options),
    language,
    open: (alarmId) => windows.showAlarm(alarmId),
  });
  /** Kept, because a notification that nothing holds is collected. */
  let told: Notification | undefined;
  const tell = (body: string): void => {
    told = new Notification({
      title: 'Emberwatch',
      body,
      urgency: 'critical',
      timeoutType: 'never',
    });
    told.show();
  };
  const diagnose = (): void => {
    void collectDiagnostics({
      dialog,
      documents: app.getPath('documents'),
      userData,
      about: { ...aboutProgram(), settings: shell, engine: state, summary },
      language,
      now: () => new Date(),
      log,
    });
  };
  const tray = new DeskTray({
    create: (icon) => new Tray(icon),
    menuOf: (template) => Menu.buildFromTemplate(template),
    icons: join(parts.renderer, 'tray'),
    language,
    acts: {
      open: (kind) => windows.open(kind),
      restart: () => engine.restart(),
      diagnostics: diagnose,
      updateFromFile: () => updates.askForFile(),
      quit: () => app.quit(),
    },
    log,
  });
  const showState = (): void => tray.show(trayView(state, summary, language));
  const updates = openUpdates({
    app,
    dialog,
    userData,
    resources: process.resourcesPath,
    platform: process.platform,
    appImage: process.env['APPIMAGE'],
    settings: shell.updates,
    summary: () => (state === 'running' ? summary : null),
    engine,
    language,
    tell,
    updater: async () => (await import('electron-updater')).default.autoUpdater,
    log,
  });

  answerPage(ipcMain, { link, engine, log });
  stopBeforeQuit(app, engine);
  app.on('before-quit', () => windows.quitting());
  keepAwake(powerSaveBlocker, powerMonitor, {
    resumed: () => engine.resumed(),
    locked: (locked) => windows.screenLocked(locked),
  });
  watchProcesses(run, () => tell(words.notice.graphics));
  if (app.isPackaged) {
    app.setAsDefaultProtocolClient(LINK_SCHEME);
    openAtLogin(shell.openAtLogin, {
      app,
      platform: process.platform,
      program: process.env['APPIMAGE'] ?? process.execPath,
      configHome: app.getPath('appData'),
      log,
    });
  }

  engine.start();
  windows.restore();
  return (wish) => {
    if (wish.to === 'alarm') windows.showAlarm(wish.alarmId);
    else if (wish.to === 'diagnostics') diagnose();
    else windows.open(wish.to === 'open' ? wish.kind : 'desk');
  };
}

function openWindow(
  { parts, log }: Run,
  { kiosk }: ShellSettings,
  opening: Opening,
  link: PageLink,
  onLoaded: (page: WebContents) => void,
): BrowserWindow {
  const window = new BrowserWindow(
    windowOptions({ preload: parts.preload, packaged: app.isPackaged, opening, kiosk }),
  );
  if (opening.maximised) window.maximize();
  const { webContents } = window;
  // Each window has the desk's sound in it; one that answers another in the same room would be noise.
  webContents.setAudioMuted(opening.kind !== 'desk');
  keepPageAlive({
    window,
    url: windowAddress(PAGE_URL, opening.kind),
    log,
    onGone: () => link.pageGone(webContents),
    onLoaded: () => onLoaded(webContents),
    askToRetry: () => askToRetryPage(dialog, window),
    quit: () => app.quit(),
  });
  return window;
}

const systemLanguage = (): Language => (app.getLocale().startsWith('ko') ? 'ko' : 'en');

/** What somebody who helps asks first. */
function aboutProgram(): Record<string, unknown> {
  return {
    version: app.getVersion(),
    packaged: app.isPackaged,
    versions: process.versions,
    platform: process.platform,
    arch: process.arch,
    locale: app.getLocale(),
    displays: screen.getAllDisplays(),
    graphics: app.getGPUFeatureStatus(),
    secrets: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system',
  };
}

/** Chromium restarts its own processes; the log is where their deaths leave a trace. */
function watchProcesses({ log, graphics }: Run, tell: () => void): void {
  const care = new GraphicsCare({
    version: app.getVersion(),
    state: graphics,
    now: () => performance.now(),
    tell,
    log,
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log.error(details, 'a child process is gone');
    if (details.type === 'GPU') care.gone();
  });
}
