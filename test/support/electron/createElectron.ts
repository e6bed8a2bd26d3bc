import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { AppStandIn, type InstanceLock } from './AppStandIn.ts';
import { BrowserWindowStandIn, type WindowHost } from './BrowserWindowStandIn.ts';
import { IpcMainStandIn } from './IpcMainStandIn.ts';
import { MessageChannelStandIn } from './MessagePortStandIn.ts';
import { ProtocolStandIn } from './ProtocolStandIn.ts';
import { createSafeStorage, type Keyring } from './SafeStorageStandIn.ts';
import { SessionStandIn } from './SessionStandIn.ts';
import { UtilityProcessStandIn } from './UtilityProcessStandIn.ts';

export interface StandInOptions {
  readonly userData: string;
  readonly packaged?: boolean;
  /** Shared by the instances of a test about two of them. */
  readonly lock?: InstanceLock;
  /** What keeps secrets on this machine. */
  readonly keyring?: Keyring;
  /** What the person answers to a message box: the button's index. */
  readonly answer?: (options: Electron.MessageBoxOptions) => number;
}

/** The `electron` module of one run of the program, and what a test looks at and pushes. */
export function createElectron(options: StandInOptions) {
  const windows: BrowserWindowStandIn[] = [];
  const engines: UtilityProcessStandIn[] = [];
  const errorBoxes: { readonly title: string; readonly content: string }[] = [];
  const blockers: string[] = [];

  const app = new AppStandIn({
    userData: options.userData,
    packaged: options.packaged ?? false,
    lock: options.lock ?? {},
    closeWindows: () => {
      for (const window of [...windows]) window.close();
    },
  });
  const ipcMain = new IpcMainStandIn();
  const protocol = new ProtocolStandIn(() => app.isReady());
  const host: WindowHost = {
    ipcMain,
    protocol,
    packaged: () => app.isPackaged,
    opened: (window) => {
      windows.push(window);
      app.emit('web-contents-created', {}, window.webContents);
    },
    closed: (window) => {
      windows.splice(windows.indexOf(window), 1);
      if (windows.length === 0) app.emit('window-all-closed');
    },
  };

  class BrowserWindow extends BrowserWindowStandIn {
    static getAllWindows(): BrowserWindow[] {
      return [...windows];
    }

    constructor(windowOptions?: Electron.BrowserWindowConstructorOptions) {
      if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
      super(host, windowOptions);
    }
  }

  const module = {
    app,
    BrowserWindow,
    dialog: {
      showErrorBox: (title, content) => {
        errorBoxes.push({ title, content });
      },
      showMessageBox: async (_window: unknown, asked: Electron.MessageBoxOptions) => ({
        response: options.answer?.(asked) ?? 0,
        checkboxChecked: false,
      }),
    } satisfies Pick<Electron.Dialog, 'showErrorBox'> & Record<'showMessageBox', unknown>,
    ipcMain,
    Menu: { setApplicationMenu: () => undefined } satisfies Pick<
      typeof Electron.Menu,
      'setApplicationMenu'
    >,
    MessageChannelMain: MessageChannelStandIn,
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: {
      start: (type) => blockers.push(type),
    } satisfies Pick<Electron.PowerSaveBlocker, 'start'>,
    protocol,
    safeStorage: createSafeStorage(options.keyring ?? 'gnome_libsecret', () => app.isReady()),
    session: { defaultSession: new SessionStandIn() },
    utilityProcess: {
      fork: (modulePath: string, args?: string[], forkOptions?: Electron.ForkOptions) => {
        if (!app.isReady()) throw new Error('utilityProcess.fork before app is ready');
        const engine = new UtilityProcessStandIn(modulePath, args, forkOptions);
        engines.push(engine);
        engine.once('exit', (exitCode: number) => {
          const details = {
            type: 'Utility',
            reason: exitCode === 0 ? 'clean-exit' : 'crashed',
            exitCode,
          } as const;
          app.emit('child-process-gone', {}, details satisfies Electron.Details);
        });
        return engine;
      },
    },
  };

  return { module, app, windows, engines, errorBoxes, blockers };
}

export type ElectronStandIn = ReturnType<typeof createElectron>;
