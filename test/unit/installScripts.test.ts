/** What runs on a machine when the program is installed: nothing that downloads. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

test('no npm runs onnxruntime-node’s install script, which would download CUDA', () => {
  const { allowScripts } = read('package.json');
  const { packages } = read('package-lock.json');
  // An npm that knows the field obeys it; an older one runs what the lock marks. `npm run lock` takes the mark off again
  // that `npm install` puts there.
  expect(allowScripts['onnxruntime-node']).toBe(false);
  expect(packages['node_modules/onnxruntime-node']).not.toHaveProperty('hasInstallScript');
});
