/** Certificate files and bundles from the page to the engine, which reads and judges them. */
import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '#shared/connections/importing.ts';
import type { ImportView } from '#shared/contract/connectionViews.ts';
import { type ActingParts, actAs } from './actAs.ts';
import { toBase64 } from './files.ts';

type PickedFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** @returns why the files aren't even sent; null when they may be */
export function refuseFiles(files: readonly Pick<File, 'size'>[]): 'tooMany' | 'tooLarge' | null {
  if (files.length > MAX_IMPORT_FILES) return 'tooMany';
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > MAX_IMPORT_BYTES ? 'tooLarge' : null;
}

/** @returns what was found, or null when the operator declined to sign on */
export async function sendConnectionFiles(
  parts: ActingParts,
  files: readonly PickedFile[],
  passphrase: string,
): Promise<ImportView | null> {
  const read = await Promise.all(
    files.map(async (file) => ({
      name: file.name.slice(0, 255),
      data: toBase64(new Uint8Array(await file.arrayBuffer())),
    })),
  );
  return actAs(parts, (client, session, options) =>
    client.connections.readFiles({ session, files: read, passphrase }, options),
  );
}
