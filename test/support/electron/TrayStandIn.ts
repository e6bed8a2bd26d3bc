import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';

type Surface = Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu'>;

/** `Menu.buildFromTemplate` keeps its template, so that a test can read it and press. */
interface MenuStandIn {
  readonly template: readonly MenuItemConstructorOptions[];
}

/** The program's picture in the system's tray. Like the real one it needs a picture that exists. */
export class TrayStandIn extends EventEmitter implements Surface {
  image = '';
  toolTip = '';
  menu: readonly MenuItemConstructorOptions[] = [];

  constructor(image: string) {
    super();
    this.setImage(image);
  }

  setImage(image: Parameters<Tray['setImage']>[0]): void {
    if (typeof image !== 'string' || !existsSync(image)) {
      throw new Error(`Failed to load image from path '${String(image)}'`);
    }
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = (menu as unknown as MenuStandIn | null)?.template ?? [];
  }

  /** A person chooses the item. */
  press(label: string): void {
    const item = this.menu.find((one) => one.label === label);
    if (!item?.click) throw new Error(`the menu has nothing to press at ${label}`);
    (item.click as () => void)();
  }
}
