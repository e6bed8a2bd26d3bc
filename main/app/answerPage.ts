import type { IpcMain, IpcMainEvent } from 'electron';
import type { Logger } from '#engine/log.ts';
import { SHELL_CHANNELS } from '#shared/desktop/bridge.ts';
import type { EngineProcess } from './EngineProcess.ts';
import type { PageLink } from './PageLink.ts';
import { isTrustedSender } from './trustedPage.ts';

export interface Answerers {
  readonly link: Pick<PageLink, 'pageAsked'>;
  readonly engine: Pick<EngineProcess, 'restart'>;
  readonly log: Logger;
}

/** Everything the page can ask of the shell. Each channel checks who asks before it does anything. */
export function answerPage(ipcMain: Pick<IpcMain, 'on'>, { link, engine, log }: Answerers): void {
  const answer = (channel: string, act: (event: IpcMainEvent) => void): void => {
    ipcMain.on(channel, (event) => {
      if (isTrustedSender(event)) act(event);
      else log.warn({ channel, from: event.senderFrame?.url ?? null }, 'a stranger was refused');
    });
  };
  answer(SHELL_CHANNELS.connect, ({ sender }) => link.pageAsked(sender));
  answer(SHELL_CHANNELS.restartEngine, () => engine.restart());
}
