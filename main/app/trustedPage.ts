import type { IpcMainEvent } from 'electron';
import { APP_HOST, APP_SCHEME } from './appProtocol.ts';

/** True for an address of our own page, whatever its path. */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  // Not `origin`: for a scheme that Node does not know it is the text "null", the same for all of them.
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
}

/**
 * Only our own top frame may speak to the shell: not an iframe, and not a page that something navigated us to.
 * Electron's security checklist, item 17.
 */
export function isTrustedSender({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  // Null when the frame was destroyed or navigated away since it sent.
  if (senderFrame === null || senderFrame.parent !== null) return false;
  return isAppUrl(senderFrame.url);
}
