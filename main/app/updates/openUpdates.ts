import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Dialog } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Logger } from '#engine/log.ts';
import type { DeskSummary } from '#shared/desktop/summary.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import type { ShellSettings } from '../desktopConfig.ts';
import type { EngineProcess } from '../EngineProcess.ts';
import { StateFile } from '../StateFile.ts';
import { askForUpdate } from './askForUpdate.ts';
import { canInstall, type InstallPlace, install } from './installer.ts';
import { followFeed } from './onlineFeed.ts';
import { checkRelease } from './release.ts';
import { NO_UPDATES, UpdateCare, UpdateState } from './UpdateCare.ts';
import { UpdateShelf } from './UpdateShelf.ts';

const TICK_MS = 60_000;

export interface UpdateParts {
  readonly app: Pick<App, 'getVersion' | 'isPackaged' | 'quit'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showMessageBox'>;
  readonly userData: string;
  /** Where the packed program keeps what came with it. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly appImage: string | undefined;
  readonly settings: ShellSettings['updates'];
  /** Null while it is not known how the building is. */
  readonly summary: () => DeskSummary | null;
  readonly engine: Pick<EngineProcess, 'start' | 'stop'>;
  readonly language: Language;
  readonly tell: (message: string) => void;
  /** Loaded when a feed was given: it is of no use to a desk without one. */
  readonly updater: () => Promise<AppUpdater>;
  readonly log: Logger;
}

export interface Updates {
  /** The engine watches. */
  watching(): void;
  /** The engine does not come back by itself. */
  gaveUp(): void;
  askForFile(): void;
}

/** Everything about updates, put together. */
export function openUpdates(parts: UpdateParts): Updates {
  const { app, userData, settings, log, engine } = parts;
  const place: InstallPlace = parts;
  const key = readKey(join(parts.resources, 'update-key.pem'));
  const check = (description: unknown) => checkRelease(description, key, app.getVersion());
  const care = new UpdateCare({
    version: app.getVersion(),
    state: new StateFile(join(userData, 'updates.json'), UpdateState, NO_UPDATES, log),
    shelf: new UpdateShelf(join(userData, 'updates')),
    window: settings.window ?? null,
    summary: parts.summary,
    now: () => new Date(),
    install: async (file) => {
      // What was received is on the disk before the installer may end this program.
      await engine.stop();
      try {
        await install(file, place);
      } catch (error) {
        engine.start();
        throw error;
      }
      app.quit();
    },
    rolledBack: (version) => parts.tell(WORDS[parts.language].shell.update.rolledBack({ version })),
    log,
  });
  const failed = (error: unknown) => log.error({ err: error }, 'updating failed');
  if (app.isPackaged) {
    care.started().catch(failed);
    setInterval(() => void care.tick().catch(failed), TICK_MS).unref();
    const { feed } = settings;
    if (feed !== undefined && canInstall(place))
      parts
        .updater()
        .then((updater) =>
          followFeed({
            updater,
            url: feed,
            check,
            wants: (version) => care.wants(version),
            take: (release, file) => care.take(release, file),
            log,
          }),
        )
        .catch(failed);
  }
  return {
    watching: () => void care.watching().catch(failed),
    gaveUp: () => void care.gaveUp().catch(failed),
    askForFile: () =>
      void askForUpdate({
        ...parts,
        care,
        check,
        canInstall: app.isPackaged && canInstall(place),
      }).catch(failed),
  };
}

/** @returns null when the program came without a key: then nothing is taken for an update */
function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
