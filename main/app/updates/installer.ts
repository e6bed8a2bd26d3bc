import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export interface InstallPlace {
  readonly platform: NodeJS.Platform;
  /** The AppImage that runs, on Linux; undefined when the program came as a package of the system. */
  readonly appImage: string | undefined;
  /** Folder of `elevate.exe`, on Windows. */
  readonly resources: string;
}

/**
 * Whether this copy of the program can replace itself. A package of the system is its administrator's to update, and
 * macOS takes updates from its own service only.
 */
export function canInstall({ platform, appImage }: InstallPlace): boolean {
  return platform === 'win32' || (platform === 'linux' && appImage !== undefined);
}

/**
 * Installs over this program, which must end right afterwards: silently, and it starts again by itself.
 * @throws when the installer can't be started; then nothing was changed.
 */
export async function install(file: string, place: InstallPlace): Promise<void> {
  const { platform, appImage, resources } = place;
  if (platform === 'win32') {
    // For all users, so it needs an administrator's rights: the system asks unless its policy grants them.
    const words = [file, '--updated', '/S', '--force-run'];
    await started(join(resources, 'elevate.exe'), words);
  } else if (platform === 'linux' && appImage !== undefined) {
    // Beside it and then over it: whoever starts it meanwhile gets the one or the other, whole.
    const fresh = `${appImage}.new`;
    copyFileSync(file, fresh);
    chmodSync(fresh, 0o755);
    renameSync(fresh, appImage);
    await started(appImage, []);
  } else {
    throw new Error('this copy of the program is updated by its system');
  }
}

async function started(program: string, words: readonly string[]): Promise<void> {
  const child = spawn(program, words, { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  child.unref();
}
