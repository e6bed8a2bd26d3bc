import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Breaks each wall on purpose in a small copy of the house. A rule whose pattern matches nothing passes everything,
 * and a cruiser that can't read TypeScript reports success: both would show here.
 */
const root = path.resolve(import.meta.dirname, '../..');
const config = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
  options: object;
};

const violations: readonly (readonly [file: string, code: string, rule: string])[] = [
  ['shared/x.ts', "import 'node:fs';", 'shared-is-pure'],
  ['shared/y.ts', "import '../main/engine/ok.ts';", 'shared-is-pure'],
  ['shared/z.ts', "import type { Database } from 'better-sqlite3';", 'shared-is-pure'],
  ['main/engine/a.ts', "import '../app/ok.ts';", 'engine-knows-no-host'],
  ['main/engine/b.ts', "import 'electron';", 'only-the-shell-knows-electron'],
  ['main/server/c.ts', "import '../app/ok.ts';", 'hosts-do-not-know-each-other'],
  ['main/server/d.ts', "import '../../renderer/ok.ts';", 'hosts-know-engine-and-shared'],
  [
    'renderer/e.tsx',
    'import \'../main/engine/ok.ts\'; export const E = () => <p className="e">e</p>;',
    'renderer-stays-in-the-page',
  ],
  ['renderer/f.ts', "import 'node:fs';", 'renderer-has-no-node'],
  ['preload/g.ts', "import '../main/engine/ok.ts';", 'preload-hands-over-a-port'],
  ['preload/h.ts', "import 'node:fs';", 'preload-hands-over-a-port'],
  ['shared/i.ts', "import './missing.ts';", 'no-unresolvable'],
  ['shared/j.ts', "import './k.ts'; export const j = 1;", 'no-cycles'],
];

const innocent: readonly (readonly [file: string, code: string])[] = [
  ['main/engine/ok.ts', "import '../../shared/ok.ts'; import 'node:fs'; export const ok = 1;"],
  ['main/app/ok.ts', "import '../engine/ok.ts'; import 'electron'; export const ok = 1;"],
  ['renderer/ok.ts', "import '../shared/ok.ts'; export const ok = 1;"],
  ['renderer/Ok.tsx', 'import \'./ok.ts\'; export const Ok = () => <p className="ok">ok</p>;'],
  ['shared/ok.ts', "import { z } from 'zod'; export const ok = z;"],
  ['shared/k.ts', "import './j.ts'; export const k = 1;"],
];

describe('the walls between the rooms', () => {
  let house: string;
  let result: ICruiseResult;

  beforeAll(async () => {
    house = mkdtempSync(path.join(tmpdir(), 'emberwatch-walls-'));
    for (const [file, code] of [...violations, ...innocent]) {
      const target = path.join(house, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    writeFileSync(path.join(house, 'package.json'), JSON.stringify({ type: 'module' }));
    for (const name of ['electron', 'better-sqlite3', 'zod']) {
      const folder = path.join(house, 'node_modules', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
      writeFileSync(path.join(folder, 'index.js'), '');
    }
    const report = await cruise(['main', 'renderer', 'preload', 'shared'], {
      ...config.options,
      baseDir: house,
      ruleSet: { forbidden: config.forbidden },
      validate: true,
    } as Parameters<typeof cruise>[1]);
    result = report.output as ICruiseResult;
  });

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(violations)('stops %s doing %s', (file, _code, rule) => {
    const caught = result.summary.violations.filter(({ from }) => from === file);
    expect(caught.map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each(innocent.filter(([file]) => file !== 'shared/k.ts'))('lets %s pass', (file) => {
    expect(result.summary.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('has a deliberate violation for every rule', () => {
    const tried = new Set(violations.map(([, , rule]) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
