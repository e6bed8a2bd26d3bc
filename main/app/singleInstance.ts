import type { App } from 'electron';

/**
 * One desk per machine account: two would write the same databases and fight over the same MQTT client id.
 *
 * @param again told the words of a second start that was tried: a wish to the one that runs.
 * @returns false when another instance runs. This one is then quitting and must do nothing more.
 */
export function takeSingleInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on'>,
  again: (words: readonly string[]) => void,
): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', (_event, words) => again(words.slice(1)));
  return true;
}
