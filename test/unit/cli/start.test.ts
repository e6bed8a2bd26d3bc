import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronRuntime, hasDisplay } from '../../../main/cli/electronRuntime.ts';
import { isPageOutdated } from '../../../main/cli/rendererBuild.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emberwatch-start-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, text = '', at?: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  if (at !== undefined) utimesSync(join(root, path), at, at);
}

describe('Electron’s runtime', () => {
  test('is not there when only the package is', () => {
    file('node_modules/electron/package.json', '{}');
    expect(electronRuntime(root, {}, 'linux')).toBeUndefined();
  });

  test('is not there when it was named but never downloaded', () => {
    file('node_modules/electron/path.txt', 'electron');
    expect(electronRuntime(root, {}, 'linux')).toBeUndefined();
  });

  test.each<[NodeJS.Platform, string]>([
    ['linux', 'electron'],
    ['win32', 'electron.exe'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ])('is found on %s under its usual name', (platform, name) => {
    file(`node_modules/electron/dist/${name}`);
    expect(electronRuntime(root, {}, platform)).toBe(
      join(root, 'node_modules/electron/dist', name),
    );
  });

  test('is found by the name that its installer wrote', () => {
    file('node_modules/electron/path.txt', 'special/electron\n');
    file('node_modules/electron/dist/special/electron');
    expect(electronRuntime(root, {}, 'linux')).toMatch(/special\/electron$/);
  });

  test('may lie in another folder, and is then looked for only there', () => {
    file('node_modules/electron/dist/electron');
    file('elsewhere/electron');
    const env = (folder: string) => ({ ELECTRON_OVERRIDE_DIST_PATH: join(root, folder) });
    expect(electronRuntime(root, env('elsewhere'), 'linux')).toBe(join(root, 'elsewhere/electron'));
    expect(electronRuntime(root, env('empty'), 'linux')).toBeUndefined();
  });

  test.each<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: '' }, false],
    ['win32', {}, true],
    ['darwin', {}, true],
  ])('on %s with %j a window can be opened: %s', (platform, env, can) =>
    expect(hasDisplay(env, platform)).toBe(can),
  );
});

describe('the built page', () => {
  /** Everything built at second 2000 from sources of second 1000. */
  function built(): void {
    file('package-lock.json', '{}', 1000);
    file('build/renderer.vite.config.ts', '', 1000);
    file('shared/contract/contract.ts', '', 1000);
    file('renderer/app/App.tsx', '', 1000);
    for (const folder of ['shared', 'shared/contract', 'renderer', 'renderer/app'])
      utimesSync(join(root, folder), 1000, 1000);
    file('out/renderer/index.html', '', 2000);
  }

  test('is outdated while there is none', () => expect(isPageOutdated(root)).toBe(true));

  test('is fine when it is newer than all it was made of', () => {
    built();
    expect(isPageOutdated(root)).toBe(false);
  });

  test.each([
    'renderer/app/App.tsx',
    'shared/contract/contract.ts',
    'build/renderer.vite.config.ts',
    'package-lock.json',
  ])('is outdated when %s changed', (path) => {
    built();
    utimesSync(join(root, path), 3000, 3000);
    expect(isPageOutdated(root)).toBe(true);
  });

  test('is outdated when a source was removed', () => {
    built();
    rmSync(join(root, 'renderer/app/App.tsx'));
    expect(isPageOutdated(root)).toBe(true);
  });
});
