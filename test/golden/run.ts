/**
 * Runs every golden vector against the product's functions: `npm run test:golden`.
 * `GOLDEN_DIR` names another folder of the same format. Exit code 1 when anything failed or was left unread.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS } from './groups/groups.ts';
import { runGroup, vectorLines } from './runGroup.ts';

/** Failures that are printed of one group; the rest are counted. */
const SHOWN = 20;

const print = (line: string) => process.stdout.write(`${line}\n`);

function main(folder: string): number {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length));
  const read = (name: string) => readFileSync(join(folder, `${name}.jsonl`), 'utf8');
  let passed = 0;
  let failed = 0;
  for (const [name, group] of Object.entries(GROUPS)) {
    if (!files.includes(name)) {
      print(`${name}: absent`);
      continue;
    }
    const result = runGroup(group, read(name));
    passed += result.passed;
    failed += result.failures.length;
    print(`${name}: ${result.passed}/${result.passed + result.failures.length}`);
    for (const failure of result.failures.slice(0, SHOWN)) print(`  ${failure}`);
    if (result.failures.length > SHOWN) print(`  … and ${result.failures.length - SHOWN} more`);
  }
  for (const name of files.filter((file) => !Object.hasOwn(GROUPS, file))) {
    const unread = vectorLines(read(name)).length;
    failed += Math.max(1, unread);
    print(`${name}: unknown group, ${unread} vectors unread`);
  }
  if (passed + failed === 0) {
    failed = 1;
    print(`no vectors of a known group in ${folder}`);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = main(process.env['GOLDEN_DIR'] || import.meta.dirname);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
