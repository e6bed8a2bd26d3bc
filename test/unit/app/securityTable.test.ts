/** The table of Electron's check list names tests that are there, and what no other test holds is held here. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const rows = [
  ...readFileSync('docs/security.md', 'utf8').matchAll(
    /^\|\s*(\d+)\s*\| ([^|]+?)\s*\| [^|]+\| `(test\/[^`]+)`: ([^|]+)\|$/gm,
  ),
].map(([, number, item, file, name]) => ({
  number: Number(number),
  item,
  file: file ?? '',
  name: name?.trim() ?? '',
}));

it('has all twenty items', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

it.each(rows)('$number, $item, is held by a test that exists', ({ file, name }) => {
  expect(readFileSync(file, 'utf8')).toContain(name);
});

it('opens nothing in another program', () => {
  for (const file of globSync('{main/app,preload}/**/*.ts')) {
    const text = readFileSync(file, 'utf8');
    expect(text, file).not.toMatch(
      /openExternal|openPath|import \{[^}]*\bshell\b[^}]*\} from 'electron'/,
    );
  }
});

it('pins Electron to one version', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
});
