import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { Logger } from '#engine/log.ts';
import { WINDOW_KINDS, type WindowKind } from '#shared/desktop/windows.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import type { TrayView } from './trayView.ts';

interface TrayActs {
  readonly open: (kind: WindowKind) => void;
  readonly restart: () => void;
  readonly diagnostics: () => void;
  readonly updateFromFile: () => void;
  readonly quit: () => void;
}

export interface DeskTrayParts {
  /** @throws where the system has no tray, as some Linux desktops */
  readonly create: (icon: string) => Tray;
  readonly menuOf: (template: MenuItemConstructorOptions[]) => Menu;
  /** Folder of the pictures. */
  readonly icons: string;
  readonly language: Language;
  readonly acts: TrayActs;
  readonly log: Pick<Logger, 'warn'>;
}

/** The desk in the system's tray: how the building is without the window, and what only the shell can do. */
export class DeskTray {
  readonly #parts: DeskTrayParts;
  #tray: Tray | null = null;
  #refused = false;
  #shown = '';

  constructor(parts: DeskTrayParts) {
    this.#parts = parts;
  }

  show(view: TrayView): void {
    const said = JSON.stringify(view);
    if (said === this.#shown) return;
    this.#shown = said;
    const picture = join(this.#parts.icons, `${view.icon}.png`);
    const tray = this.#there(picture);
    if (tray === null) return;
    tray.setImage(picture);
    tray.setToolTip(['Emberwatch', ...view.lines].join('\n'));
    tray.setContextMenu(this.#parts.menuOf(this.#menu(view)));
  }

  #there(picture: string): Tray | null {
    if (this.#tray !== null || this.#refused) return this.#tray;
    try {
      this.#tray = this.#parts.create(picture);
      this.#tray.on('click', () => this.#parts.acts.open('desk'));
    } catch (error) {
      // What the tray offers, the command line and the launcher offer as well.
      this.#refused = true;
      this.#parts.log.warn({ err: error }, 'this system has no tray');
    }
    return this.#tray;
  }

  #menu({ lines }: TrayView): MenuItemConstructorOptions[] {
    const { acts, language } = this.#parts;
    const { tray, windows } = WORDS[language].shell;
    return [
      ...lines.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      ...WINDOW_KINDS.map((kind) => ({ label: windows[kind], click: () => acts.open(kind) })),
      { type: 'separator' },
      { label: tray.restart, click: acts.restart },
      { label: tray.diagnostics, click: acts.diagnostics },
      { label: tray.update, click: acts.updateFromFile },
      { type: 'separator' },
      { label: tray.quit, click: acts.quit },
    ];
  }
}
