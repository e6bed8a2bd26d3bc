import { basename, join } from 'node:path';
import type { Session } from 'electron';
import type { Logger } from '#engine/log.ts';
import { APP_HOST, APP_SCHEME } from './appProtocol.ts';

const OWN = `blob:${APP_SCHEME}://${APP_HOST}/`;

/**
 * What the page hands over as a file is saved where a person says, in the system's own dialog. Nothing else is
 * downloaded: the page makes its files itself, so an address from elsewhere is a mistake or an attack.
 */
export function askWhereToSave(
  session: Pick<Session, 'on'>,
  documents: () => string,
  log: Logger,
): void {
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    if (!url.startsWith(OWN)) {
      event.preventDefault();
      log.warn({ url }, 'download refused');
      return;
    }
    // Only a name: a path in it would choose the folder instead of the person.
    const name = basename(item.getFilename().replaceAll('\\', '/')) || 'emberwatch';
    item.setSaveDialogOptions({ defaultPath: join(documents(), name) });
  });
}
