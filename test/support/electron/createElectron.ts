import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { AppStandIn, type InstanceLock } from './AppStandIn.ts';
import { BrowserWindowStandIn, type WindowHost } from './BrowserWindowStandIn.ts';
import { HollowEngine } from './HollowEngine.ts';
import { IpcMainStandIn } from './IpcMainStandIn.ts';
import { MessageChannelStandIn } from './MessagePortStandIn.ts';
import { NotificationStandIn } from './NotificationStandIn.ts';
import { ProtocolStandIn } from './ProtocolStandIn.ts';
import { createSafeStorage, type Keyring } from './SafeStorageStandIn.ts';
import { ScreenStandIn } from './ScreenStandIn.ts';
import { SessionStandIn } from './SessionStandIn.ts';
import { TrayStandIn } from './TrayStandIn.ts';
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
  /** The system's language. */
  readonly locale?: string;
  /** The first is the primary one. */
  readonly monitors?: readonly Electron.Display[];
  /** Where the person saves a file; undefined: they think better of it. */
  readonly saveTo?: (options: Electron.SaveDialogOptions) => string | undefined;
  /** An engine's process with nothing in it, which takes no time to start. */
  readonly hollowEngine?: boolean;
  /** A system without a tray. */
  readonly noTray?: boolean;
}

/** The `electron` module of one run of the program, and what a test looks at and pushes. */
export function createElectron(options: StandInOptions) {
  const windows: BrowserWindowStandIn[] = [];
  const engines: (UtilityProcessStandIn | HollowEngine)[] = [];
  const errorBoxes: { readonly title: string; readonly content: string }[] = [];
  const blockers: string[] = [];
  const notifications: NotificationStandIn[] = [];
  const trays: TrayStandIn[] = [];
  const messageBoxes: Electron.MessageBoxOptions[] = [];

  const app = new AppStandIn({
    userData: options.userData,
    packaged: options.packaged ?? false,
    lock: options.lock ?? {},
    locale: options.locale ?? 'ko-KR',
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

  class Notification extends NotificationStandIn {
    constructor(notification?: Electron.NotificationConstructorOptions) {
      if (!app.isReady()) throw new Error('Cannot create Notification before app is ready');
      super(notification);
      notifications.push(this);
    }
  }

  class Tray extends TrayStandIn {
    constructor(image: string) {
      if (options.noTray) throw new Error('Failed to create tray');
      super(image);
      trays.push(this);
    }
  }

  const module = {
    app,
    BrowserWindow,
    dialog: {
      showErrorBox: (title, content) => {
        errorBoxes.push({ title, content });
      },
      /** With a window before its options, or without. */
      showMessageBox: async (...words: unknown[]) => {
        const asked = words.at(-1) as Electron.MessageBoxOptions;
        messageBoxes.push(asked);
        return { response: options.answer?.(asked) ?? 0, checkboxChecked: false };
      },
      showSaveDialog: async (asked: Electron.SaveDialogOptions) => {
        const filePath = options.saveTo?.(asked);
        return { canceled: filePath === undefined, filePath: filePath ?? '' };
      },
    } satisfies Pick<Electron.Dialog, 'showErrorBox'> &
      Record<'showMessageBox' | 'showSaveDialog', unknown>,
    ipcMain,
    Menu: {
      setApplicationMenu: () => undefined,
      buildFromTemplate: (template) => ({ template }) as unknown as Electron.Menu,
    } satisfies Pick<typeof Electron.Menu, 'setApplicationMenu' | 'buildFromTemplate'>,
    MessageChannelMain: MessageChannelStandIn,
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: {
      start: (type) => blockers.push(type),
    } satisfies Pick<Electron.PowerSaveBlocker, 'start'>,
    Notification,
    protocol,
    screen: new ScreenStandIn(options.monitors),
    safeStorage: createSafeStorage(options.keyring ?? 'gnome_libsecret', () => app.isReady()),
    session: { defaultSession: new SessionStandIn() },
    Tray,
    utilityProcess: {
      fork: (modulePath: string, args?: string[], forkOptions?: Electron.ForkOptions) => {
        if (!app.isReady()) throw new Error('utilityProcess.fork before app is ready');
        const engine = options.hollowEngine
          ? new HollowEngine()
          : new UtilityProcessStandIn(modulePath, args, forkOptions);
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

  return {
    module,
    app,
    windows,
    engines,
    errorBoxes,
    messageBoxes,
    blockers,
    notifications,
    trays,
  };
}

export type ElectronStandIn = ReturnType<typeof createElectron>;
