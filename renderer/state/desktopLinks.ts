/** Engine ports from the desktop shell, as `shared/desktop/bridge.ts` describes them. */
import {
  BRIDGE_NAME,
  type DesktopBridge,
  ENGINE_LOST,
  ENGINE_PORT,
  readBridgeMessage,
} from '#shared/desktop/bridge.ts';
import { type Link, type OpenLink, portLink } from './links.ts';

declare global {
  interface Window {
    readonly [BRIDGE_NAME]?: DesktopBridge;
  }
}

export function desktopBridge(page: Window): DesktopBridge | null {
  return page[BRIDGE_NAME] ?? null;
}

/**
 * The shell sends a fresh port whenever it has an engine, asked or not, so the newest unused one is kept until the
 * connection opens its next link.
 * @param gaveUp called with true when the shell no longer restarts the engine by itself, false when one is back
 */
export function desktopLinks(
  page: Window,
  bridge: DesktopBridge,
  gaveUp: (given: boolean) => void,
): OpenLink {
  let spare: MessagePort | null = null;
  let waiting: ((port: MessagePort) => void) | null = null;
  let lose: () => void = () => {};

  page.addEventListener('message', (event) => {
    if (event.source !== page) return;
    const message = readBridgeMessage(event.data);
    if (message?.type !== ENGINE_PORT && message?.type !== ENGINE_LOST) return;
    // Either way whatever the page held is dead.
    lose();
    if (message.type !== ENGINE_PORT) {
      spare = null;
      gaveUp(message.willRetryInMs === null);
      return;
    }
    const port = event.ports[0];
    if (port === undefined) return;
    gaveUp(false);
    spare?.close();
    if (waiting === null) spare = port;
    else waiting(port);
  });

  const link = (port: MessagePort): Link => {
    const lost = new Promise<void>((settle) => {
      lose = settle;
    });
    return portLink(port, lost);
  };

  return (signal) =>
    new Promise((resolve, reject) => {
      if (spare !== null) {
        const port = spare;
        spare = null;
        resolve(link(port));
        return;
      }
      const giveUp = () => {
        waiting = null;
        reject(new Error('the shell sent no port in time'));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting = (port) => {
        waiting = null;
        signal.removeEventListener('abort', giveUp);
        resolve(link(port));
      };
      bridge.connect();
    });
}
