import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileName, type Release, type ReleaseFile } from './release.ts';

/** The installer is not the one that the release was signed for. */
class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Installers of releases, one folder each: what is about to be installed, what is installed, and what was before, for
 * going back. Nothing gets onto the shelf whose content isn't the signed one, and it is looked at again when it is taken.
 */
export class UpdateShelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @returns where the copy is
   * @throws {WrongFileError} when no file of the release has its name and content
   */
  async put(release: Release, from: string): Promise<string> {
    const name = from.replace(/^.*[/\\]/, '');
    const file = release.files.find((one) => fileName(one) === name);
    if (!file) throw new WrongFileError(`the release names no ${name}`);
    const folder = join(this.#folder, release.version);
    await mkdir(folder, { recursive: true });
    const copy = join(folder, name);
    await copyFile(from, copy);
    if (await this.#isWhole(copy, file)) return copy;
    await rm(folder, { recursive: true, force: true });
    throw new WrongFileError(`${name} is not the file that was signed`);
  }

  /** @throws {WrongFileError} when it was changed since it was put here, or is gone */
  async check(release: Release, path: string): Promise<void> {
    const file = release.files.find((one) => fileName(one) === path.replace(/^.*[/\\]/, ''));
    if (!file || !(await this.#isWhole(path, file)))
      throw new WrongFileError(`${path} is not the file that was signed`);
  }

  /** Removes the installers of every other release. */
  async keepOnly(versions: readonly string[]): Promise<void> {
    const there = await readdir(this.#folder).catch(() => []);
    for (const version of there) {
      if (!versions.includes(version))
        await rm(join(this.#folder, version), { recursive: true, force: true });
    }
  }

  async #isWhole(path: string, { sha512 }: ReleaseFile): Promise<boolean> {
    const hash = createHash('sha512');
    try {
      await pipeline(createReadStream(path), hash);
    } catch {
      return false;
    }
    return hash.digest('base64') === sha512;
  }
}
