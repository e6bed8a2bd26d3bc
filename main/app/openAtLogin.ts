import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import type { Logger } from '#engine/log.ts';

export interface LoginParts {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The program; of an AppImage the image itself, since its inside moves at each start. */
  readonly program: string;
  /** `~/.config` on Linux. */
  readonly configHome: string;
  readonly log: Logger;
}

/**
 * For a PC that nobody starts by hand: the desk opens when its account signs in. Null leaves what the system has.
 * https://specifications.freedesktop.org/autostart-spec/latest/
 */
export function openAtLogin(wanted: boolean | null, parts: LoginParts): void {
  if (wanted === null) return;
  try {
    if (parts.platform === 'linux') autostart(wanted, parts);
    else parts.app.setLoginItemSettings({ openAtLogin: wanted });
  } catch (error) {
    parts.log.error({ err: error }, 'opening at sign-in could not be set');
  }
}

function autostart(wanted: boolean, { program, configHome }: LoginParts): void {
  const file = join(configHome, 'autostart', 'emberwatch.desktop');
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    ['[Desktop Entry]', 'Type=Application', 'Name=Emberwatch', `Exec=${quoted(program)}`, ''].join(
      '\n',
    ),
  );
}

/** As the desktop entry specification quotes: these four are escaped between double quotes. */
const quoted = (path: string): string => `"${path.replaceAll(/["`$\\]/g, '\\$&')}"`;
