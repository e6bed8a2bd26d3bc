/** What the desktop shell tells the page beside the engine's ports. Never called in a browser. */
import { readBridgeMessage, SCREEN_LOCKED, SHOW_ALARM } from '#shared/desktop/bridge.ts';

export interface ShellListener {
  /** Somebody opened a notification or a link. */
  showAlarm(alarmId: string): void;
  /** The operating system's lock hides the page. */
  screenLocked(locked: boolean): void;
}

export function hearShell(page: Pick<Window, 'addEventListener'>, listener: ShellListener): void {
  page.addEventListener('message', (event) => {
    if (event.source !== page) return;
    const message = readBridgeMessage(event.data);
    if (message?.type === SHOW_ALARM) listener.showAlarm(message.alarmId);
    else if (message?.type === SCREEN_LOCKED) listener.screenLocked(message.locked);
  });
}
