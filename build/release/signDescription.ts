/** Signs what electron-builder says of a release, for the check in main/app/updates/release.ts. */
import { createHash, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileName, Release, signedText } from '../../main/app/updates/release.ts';

export interface SignedDescription {
  readonly release: Release;
  /** The description of before with the signature in it. */
  readonly yml: string;
}

/**
 * @param yml `latest.yml` as electron-builder writes it: flat, with one list of files
 * @param folder that holds the files which it names
 * @param privateKey PEM of an Ed25519 key
 * @throws when it names a file that is missing, or whose content is another one
 */
export function signDescription(
  yml: string,
  folder: string,
  privateKey: string,
): SignedDescription {
  const unsigned = yml.replace(/^signature:.*\n?/m, '');
  const version = /^version: (\S+)$/m.exec(unsigned)?.[1] ?? '';
  const listed = /^files:\n((?: .*\n)+)/m.exec(unsigned)?.[1] ?? '';
  const files = [...listed.matchAll(/- url: (\S+)\n\s+sha512: (\S+)/g)].map(
    ([, url = '', sha512 = '']) => ({ url, sha512 }),
  );
  for (const file of files) {
    const bytes = readFileSync(join(folder, fileName(file)));
    if (createHash('sha512').update(bytes).digest('base64') !== file.sha512)
      throw new Error(`${file.url} is not what the description says`);
  }
  const signature = sign(null, Buffer.from(signedText({ version, files })), privateKey);
  const release = Release.parse({ version, files, signature: signature.toString('base64') });
  return { release, yml: `${unsigned.trimEnd()}\nsignature: ${release.signature}\n` };
}
