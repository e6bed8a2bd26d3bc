import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { Logger } from '#engine/log.ts';
import type { checkRelease, Release } from './release.ts';

const EVERY_MS = 6 * 3_600_000;

export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'setFeedURL'
  | 'isUpdateSupported'
  | 'checkForUpdates'
  | 'on'
>;

export interface FeedParts {
  readonly updater: Updater;
  /** An https address that the administrator gave. */
  readonly url: string;
  readonly check: (description: unknown) => ReturnType<typeof checkRelease>;
  readonly wants: (version: string) => boolean;
  readonly take: (release: Release, file: string) => Promise<void>;
  readonly log: Logger;
}

/**
 * Looks at the feed now and four times a day. electron-updater does what it does well (staged roll-out by
 * `stagingPercentage`, partial downloads, Windows' own signature); this adds the signature that it has no notion of, and
 * takes installing away from it.
 * @returns a function that ends it
 */
export function followFeed({ updater, url, check, wants, take, log }: FeedParts): () => void {
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.setFeedURL({ provider: 'generic', url });
  const supported = updater.isUpdateSupported;
  // Asked before anything is downloaded.
  updater.isUpdateSupported = async (info) => {
    const checked = check(info);
    if (!checked.ok) {
      if (checked.problem !== 'notNewer')
        log.error({ version: info.version, problem: checked.problem }, 'a release is refused');
      return false;
    }
    return wants(info.version) && (await supported(info));
  };
  updater.on('update-downloaded', (event: UpdateInfo & { readonly downloadedFile: string }) => {
    const checked = check(event);
    if (!checked.ok) return;
    take(checked.release, event.downloadedFile).catch((error: unknown) => {
      log.error({ err: error, version: event.version }, 'the update can’t be kept');
    });
  });
  // A feed that is out of reach is the network's matter and no alarm of this desk.
  updater.on('error', (error) => log.warn({ err: error }, 'the update feed'));
  const look = () => {
    updater.checkForUpdates().catch(() => undefined);
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}
