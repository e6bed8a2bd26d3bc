import { unzipSync } from 'fflate';
import { MAX_IMPORT_BYTES } from '#shared/connections/importing.ts';
import type { ImportedFile } from './importedFile.ts';

/** A package of certificates has six files. */
const MAX_ENTRIES = 32;

/** @returns null for what is no zip file, or would unpack to more than a bundle holds. Nothing is written anywhere. */
export function unzip(bytes: Uint8Array): readonly ImportedFile[] | null {
  let entries = 0;
  let unpacked = 0;
  let tooMuch = false;
  try {
    const files = unzipSync(bytes, {
      // Asked before anything is unpacked: a small file may claim to hold gigabytes.
      filter: ({ name, originalSize }) => {
        if (name.endsWith('/')) return false;
        entries += 1;
        unpacked += originalSize;
        if (entries > MAX_ENTRIES || unpacked > MAX_IMPORT_BYTES) tooMuch = true;
        return !tooMuch;
      },
    });
    if (tooMuch) return null;
    return Object.entries(files).map(([name, content]) => ({
      name: baseName(name),
      bytes: content,
    }));
  } catch {
    return null;
  }
}

/** Only ever shown and compared: no path of the archive is followed. */
const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1).slice(0, 255);
