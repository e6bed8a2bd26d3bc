/** What is packed beside the program: its icons, and what has to be said of other people's work. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ICNS_TYPES } from '../../../build/icons/iconFiles.ts';
import { ALLOWED_LICENCES, notices } from '../../../build/licences/notices.ts';
import { shippedPackages } from '../../../build/licences/shippedPackages.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
/** Width and height of a PNG stand at 16 and 20 of its header. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const read = (name: string) => readFileSync(`build/package/${name}`);

it('has a Windows icon of seven sizes', () => {
  const ico = read('icon.ico');
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const from = ico.readUInt32LE(entry + 12);
    const png = ico.subarray(from, from + ico.readUInt32LE(entry + 8));
    expect(png.subarray(0, 4)).toEqual(PNG);
    expect(ico.readUInt8(entry)).toBe(sizeOf(png)[0]! % 256);
    return sizeOf(png)[0];
  });
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

it('has a macOS icon whose blocks hold the sizes that their types mean', () => {
  const icns = read('icon.icns');
  expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  const found: [string, number][] = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    found.push([icns.toString('ascii', at, at + 4), sizeOf(icns.subarray(at + 8))[0]!]);
  expect(found).toEqual(ICNS_TYPES);
});

it.each([16, 24, 32, 48, 64, 128, 256, 512])('has a Linux icon of %i pixels', (pixels) => {
  expect(sizeOf(read(`icons/${pixels}x${pixels}.png`))).toEqual([pixels, pixels]);
});

it.each(['quiet', 'trouble', 'fire', 'lost'])(
  'has a tray icon for %s, in both densities',
  (state) => {
    const tray = (name: string) => readFileSync(`renderer/public/tray/${name}.png`);
    expect([sizeOf(tray(state)), sizeOf(tray(`${state}@2x`))]).toEqual([
      [16, 16],
      [32, 32],
    ]);
  },
);

const shipped = shippedPackages(process.cwd());

it('ships no package whose licence nobody has judged', () => {
  const others = shipped.filter(({ licence }) => !ALLOWED_LICENCES.has(licence));
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

it('names every package that it ships, with its version and its licence’s own words', () => {
  const text = notices(shipped);
  for (const { name, version, text: own } of shipped) {
    expect(text).toContain(`\n${name} ${version}: `);
    if (own !== null) expect(text).toContain(own);
  }
  // What the program runs on, and what its page is made of.
  for (const name of [
    'better-sqlite3',
    'onnxruntime-node',
    'electron',
    'react',
    'echarts',
    'pretendard',
  ])
    expect(shipped.map((one) => one.name)).toContain(name);
  // What only builds it.
  for (const name of ['vite', 'vitest', 'electron-builder', 'typescript'])
    expect(shipped.map((one) => one.name)).not.toContain(name);
});

it('finds the files that the packer is told to take', () => {
  const config = readFileSync('electron-builder.yml', 'utf8');
  for (const file of ['entitlements.mac.plist', 'installer.nsh']) {
    expect(config).toContain(`build/package/${file}`);
    expect(existsSync(`build/package/${file}`)).toBe(true);
  }
});
