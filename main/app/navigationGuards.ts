import type { App, Session } from 'electron';
import type { Logger } from '#engine/log.ts';
import { isAppUrl } from './trustedPage.ts';

/**
 * Keeps every page, ours and any that might be made, where it is: no navigation away, no redirect, no new window,
 * no webview. The program shows one page, so whatever asks for another is a mistake or an attack.
 */
export function guardNavigation(app: Pick<App, 'on'>, log: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (details: { readonly url: string; preventDefault(): void }): void => {
      if (isAppUrl(details.url)) return;
      details.preventDefault();
      log.warn({ url: details.url }, 'navigation refused');
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.setWindowOpenHandler(({ url }) => {
      log.warn({ url }, 'new window refused');
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      log.warn('webview refused');
    });
  });
}

/**
 * Web permissions that the page may have. Full screen serves wall displays; alarms reach the operator inside the
 * page, so notifications, devices, capture, location and the rest are refused.
 */
const GRANTED: ReadonlySet<string> = new Set(['fullscreen']);

export function restrictPermissions(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >,
): void {
  // Request answers prompts, check answers synchronous questions; each alone leaves the other at Electron's default,
  // which is to allow.
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(GRANTED.has(permission) && isAppUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return GRANTED.has(permission) && isAppUrl(origin);
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}
