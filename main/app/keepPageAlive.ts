import type { BrowserWindow } from 'electron';
import type { Logger } from '#engine/log.ts';
import { RestartBackoff } from './RestartBackoff.ts';

/** Chromium's ERR_ABORTED: a load that another load replaced, which is no failure. */
const ERR_ABORTED = -3;

export interface PageCare {
  readonly window: Pick<BrowserWindow, 'on' | 'loadURL' | 'isDestroyed' | 'webContents'>;
  readonly url: string;
  readonly log: Logger;
  /** The page is no more; nothing sent to it arrives until it asks again. */
  readonly onGone: () => void;
  /** Loaded: what is sent to it arrives. */
  readonly onLoaded: () => void;
  /** Asks the person at the desk, in a native dialog since there is no page. True: try again. */
  readonly askToRetry: () => Promise<boolean>;
  readonly quit: () => void;
}

/**
 * Loads the page and brings it back when its process dies, hangs or can't load. Monitoring goes on meanwhile; what is
 * lost is the sight of it, so a page that keeps dying ends in a question on the screen and never in an empty window.
 */
export function keepPageAlive(care: PageCare): void {
  const { window, log } = care;
  const backoff = new RestartBackoff();
  let loadedAt = performance.now();
  let due = false;

  const load = (): void => {
    due = false;
    if (window.isDestroyed()) return;
    loadedAt = performance.now();
    // A rejection is also reported as did-fail-load, which decides what follows.
    window.loadURL(care.url).catch(() => undefined);
  };

  const askPerson = async (): Promise<void> => {
    if (await care.askToRetry()) {
      backoff.reset();
      load();
    } else {
      care.quit();
    }
  };

  const gone = (reason: object): void => {
    care.onGone();
    // A crash can be reported twice (the process and its load); one reload answers both.
    if (due) return;
    due = true;
    const delayMs = backoff.afterFailure(performance.now() - loadedAt);
    log.error({ ...reason, willReloadInMs: delayMs }, 'the page is gone');
    if (delayMs === null) void askPerson();
    else setTimeout(load, delayMs);
  };

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason !== 'clean-exit') gone({ reason, exitCode });
  });
  window.webContents.on('did-fail-load', (_event, errorCode, error, _url, isMainFrame) => {
    if (isMainFrame && errorCode !== ERR_ABORTED) gone({ reason: 'load failed', errorCode, error });
  });
  window.webContents.on('did-finish-load', () => care.onLoaded());
  // A hung page is a stale map that looks calm. Ending its process leads to render-process-gone and a fresh page.
  window.on('unresponsive', () => {
    log.error('the page does not respond and is ended');
    window.webContents.forcefullyCrashRenderer();
  });
  load();
}
