/** What runs on a machine when the program is installed: nothing that isn't named, and nothing that downloads. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

test('the lock marks no package whose install script is refused, so that no npm runs one', () => {
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
  const { packages } = read('package-lock.json') as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const marked = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  // `npm run lock` takes the marks off again that `npm install` puts there.
  expect(marked.filter((name) => allowScripts[name] !== true)).toEqual([]);
  expect(allowScripts).toMatchObject({ 'onnxruntime-node': false });
});
