import { EventEmitter } from 'node:events';
import type { Session } from 'electron';

type Surface = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
>;
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>;
type DisplayHandler = NonNullable<Parameters<Session['setDisplayMediaRequestHandler']>[0]>;

export type Permission = Parameters<RequestHandler>[1];

/** `session.defaultSession`. What has no handler is allowed, as in Electron. */
export class SessionStandIn extends EventEmitter implements Surface {
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;
  #device: DeviceHandler | null = null;
  #display: DisplayHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    this.#device = handler;
  }

  setDisplayMediaRequestHandler(handler: DisplayHandler | null): void {
    this.#display = handler;
  }

  /** Asks both ways that Chromium asks. @returns whether each was granted. */
  ask(
    permission: Permission,
    url: string,
  ): { readonly requested: boolean; readonly checked: boolean } {
    let requested = true;
    this.#request?.(
      null as never,
      permission,
      (granted) => {
        requested = granted;
      },
      {
        requestingUrl: url,
        isMainFrame: true,
      },
    );
    const checked =
      this.#check?.(null, permission, url, { isMainFrame: true, requestingUrl: url }) ?? true;
    return { requested, checked };
  }

  hasDeviceAccess(): boolean {
    return (
      this.#device?.({ deviceType: 'usb', origin: 'app://console', device: {} as never }) ?? true
    );
  }

  /** A page or an address hands over a file. @returns where the person is asked to save it; null when it is refused. */
  download(url: string, fileName: string): string | null {
    let refused = false;
    let asked: Electron.SaveDialogOptions = {};
    const item: Pick<Electron.DownloadItem, 'getURL' | 'getFilename' | 'setSaveDialogOptions'> = {
      getURL: () => url,
      getFilename: () => fileName,
      setSaveDialogOptions: (options) => {
        asked = options;
      },
    };
    const event = {
      preventDefault: () => {
        refused = true;
      },
    };
    this.emit('will-download', event, item, null);
    return refused ? null : (asked.defaultPath ?? '');
  }

  capturesDisplay(): boolean {
    let streams: unknown = {};
    this.#display?.({} as never, (granted) => {
      streams = granted;
    });
    return streams !== null;
  }
}
