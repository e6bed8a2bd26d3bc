/**
 * `npm run sign -- FOLDER KEY.pem`: signs the descriptions of a release that electron-builder left in the folder, and
 * writes each as JSON too, for an update by file. `npm run sign -- --make-key FOLDER` makes the pair of keys: the private
 * one stays with whoever releases, the public one goes to build/package/update-key.pem before the program is packed.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signDescription } from '../release/signDescription.ts';

const [first, second] = process.argv.slice(2);
if (first === undefined || second === undefined) {
  process.stderr.write('npm run sign -- FOLDER KEY.pem, or npm run sign -- --make-key FOLDER\n');
  process.exitCode = 2;
} else if (first === '--make-key') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(join(second, 'release-key.pem'), privateKey, { mode: 0o600, flag: 'wx' });
  writeFileSync(join(second, 'update-key.pem'), publicKey, { flag: 'wx' });
} else {
  const key = readFileSync(second, 'utf8');
  for (const name of readdirSync(first).filter((file) => /^latest.*\.yml$/.test(file))) {
    const { release, yml } = signDescription(readFileSync(join(first, name), 'utf8'), first, key);
    writeFileSync(join(first, name), yml);
    const json = name
      .replace(/^latest/, `emberwatch-${release.version}`)
      .replace(/yml$/, 'release.json');
    writeFileSync(join(first, json), `${JSON.stringify(release, null, 2)}\n`);
    process.stdout.write(`${name} and ${json} are signed\n`);
  }
}
