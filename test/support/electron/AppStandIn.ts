import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { App } from 'electron';

type Surface = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'isPackaged'
  | 'getPath'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'getVersion'
  | 'getLocale'
  | 'getGPUFeatureStatus'
  | 'disableHardwareAcceleration'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setLoginItemSettings'
>;

/** What the instances of a program on one machine share: who came first. */
export interface InstanceLock {
  holder?: AppStandIn;
}

export interface AppSettings {
  readonly userData: string;
  readonly packaged: boolean;
  readonly locale: string;
  readonly lock: InstanceLock;
  readonly closeWindows: () => void;
}

export class AppStandIn extends EventEmitter implements Surface {
  readonly isPackaged: boolean;
  sandboxed = false;
  hardwareAccelerated = true;
  readonly schemes: string[] = [];
  userModelId = '';
  loginItem: Electron.Settings | undefined;
  /** Resolves with the exit code when the program has ended. */
  readonly ended: Promise<number>;
  readonly #settings: AppSettings;
  readonly #ready: Promise<void>;
  #end: (code: number) => void = () => undefined;
  #isReady = false;

  constructor(settings: AppSettings) {
    super();
    this.#settings = settings;
    this.isPackaged = settings.packaged;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    // After the entry's own module has run to its end, as in Electron.
    this.#ready = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#isReady = true;
      this.emit('ready');
    });
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    if (name === 'userData') return this.#settings.userData;
    // The others in it as well: a test that is over leaves nothing behind.
    if (name === 'documents' || name === 'appData') return join(this.#settings.userData, name);
    throw new Error(`the stand-in has no path for ${name}`);
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox can be called before app is ready');
    this.sandboxed = true;
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady) {
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    }
    this.hardwareAccelerated = false;
  }

  setAppUserModelId(id: string): void {
    this.userModelId = id;
  }

  getVersion(): string {
    return '0.1.0';
  }

  getLocale(): string {
    return this.#settings.locale;
  }

  getGPUFeatureStatus(): Electron.GPUFeatureStatus {
    return { gpu_compositing: 'disabled_software' } as Electron.GPUFeatureStatus;
  }

  setAsDefaultProtocolClient(protocol: string): boolean {
    this.schemes.push(protocol);
    return true;
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings;
  }

  /** A second start of the program, with its words. */
  startAgain(...words: readonly string[]): void {
    this.emit('second-instance', {}, ['emberwatch', ...words], '');
  }

  requestSingleInstanceLock(): boolean {
    const { lock } = this.#settings;
    if (lock.holder === undefined) lock.holder = this;
    else if (lock.holder !== this) lock.holder.emit('second-instance', {}, [], '');
    return lock.holder === this;
  }

  /** Closes the windows, then asks once more whether anybody objects. */
  quit(): void {
    this.emit('before-quit', { preventDefault: () => undefined });
    this.#settings.closeWindows();
    let allowed = true;
    this.emit('will-quit', {
      preventDefault: () => {
        allowed = false;
      },
    });
    if (allowed) this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    this.#end(code);
  }
}
