/**
 * A folder that electron-builder takes for an unpacked Electron. Its program does nothing but carry the fuse wire, as
 * the real one does: https://www.electronjs.org/docs/latest/tutorial/fuses. It proves how the product is packed, and
 * nothing of how Electron runs it.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Any Windows program: its resources are edited, so it has to be a real one. */
const WINDOWS_PROGRAM = join(ROOT, 'node_modules/electron-winstaller/vendor/Setup.exe');

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Electron's own settings as it is shipped, in the order of the wire. */
const WIRE = '100001011';

/** The marks by which the tool finds the fuses: the sentinel, the wire's version, its length, the fuses. */
const fuseWire = (): Buffer =>
  Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, WIRE.length]), Buffer.from(WIRE)]);

export type StubPlatform = 'linux' | 'win32';

export function makeStubElectron(folder: string, platform: StubPlatform, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  for (const language of ['ko', 'en-US', 'fr'])
    writeFileSync(join(folder, 'locales', `${language}.pak`), language);
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'notices of Chromium');
  if (platform === 'linux') {
    const program = Buffer.concat([Buffer.from('#!/bin/false\n'), fuseWire()]);
    writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  } else {
    const file = join(folder, 'electron.exe');
    copyFileSync(WINDOWS_PROGRAM, file);
    writeFileSync(file, Buffer.concat([readFileSync(file), fuseWire()]));
  }
}
