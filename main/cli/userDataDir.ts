import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's data lives when nothing else is said, as each system expects it. */
export function userDataDir(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'emberwatch');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'emberwatch');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'emberwatch');
}
