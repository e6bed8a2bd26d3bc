import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BINARIES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/**
 * Electron's program, when it is on this machine. Only looks at files: importing the package would download the
 * runtime, which takes minutes or fails where its host can't be reached.
 */
export function electronRuntime(
  root: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const home = join(root, 'node_modules', 'electron');
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] || join(home, 'dist');
  const named = join(home, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : '';
  const binary = join(folder, name || BINARIES[platform] || 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** Whether a window can be opened here. */
export const hasDisplay = (
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean => platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
