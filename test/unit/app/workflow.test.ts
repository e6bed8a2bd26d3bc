/** What runs on other people's machines with this project's name on it. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const files = globSync('.github/workflows/*.yml');

it.each(files)('%s pins each action by its commit and asks for no more than it needs', (file) => {
  const text = readFileSync(file, 'utf8');
  const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/@[0-9a-f]{40}$/);
  expect(text).toMatch(/^permissions:\n {2}contents: read\n\S/m);
  expect(text).not.toMatch(/secrets\.|pull_request_target|write-all|: write/);
  const checkouts = text.split('actions/checkout@').length - 1;
  expect(text.split('persist-credentials: false').length - 1).toBe(checkouts);
});

it('packs on each system that the program is for', () => {
  const text = readFileSync('.github/workflows/ci.yml', 'utf8');
  for (const system of ['ubuntu', 'windows', 'macos']) expect(text).toContain(system);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, script = ''] of text.matchAll(/npm run (\S+)/g))
    expect(scripts).toHaveProperty([script]);
});
