import type { App } from 'electron';

/**
 * One desk per machine account: two would write the same databases and fight over the same MQTT client id.
 *
 * @param focus brings the running desk's window up when a second start was tried.
 * @returns false when another instance runs. This one is then quitting and must do nothing more.
 */
export function takeSingleInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on'>,
  focus: () => void,
): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', focus);
  return true;
}
