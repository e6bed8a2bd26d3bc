/**
 * `npm test`: every check in the order in which a failure is cheapest to find. Each is one `npm run` away.
 * What the machine lacks is skipped and said so; in CI nothing may be skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PYTHON_NEEDED, pythonWithModules } from './python.ts';

interface Step {
  readonly script: string;
  /** A program that the step needs and npm can't bring. */
  readonly needs?: { readonly found: () => boolean; readonly name: string };
}

const CHROMIUM_PATHS = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const STEPS: readonly Step[] = [
  { script: 'lint' },
  { script: 'types' },
  { script: 'walls' },
  { script: 'unused' },
  { script: 'test:golden' },
  { script: 'test:unit' },
  {
    script: 'test:python',
    needs: { name: PYTHON_NEEDED, found: () => pythonWithModules() !== undefined },
  },
  { script: 'build' },
  { script: 'test:integration' },
  {
    script: 'test:e2e',
    needs: {
      name: 'Chromium (Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH)',
      found: () => CHROMIUM_PATHS.some((path) => path !== undefined && existsSync(path)),
    },
  },
];

const failed: string[] = [];
const skipped: string[] = [];
for (const { script, needs } of STEPS) {
  if (needs && !needs.found() && process.env['CI'] === undefined) {
    skipped.push(`${script}: ${needs.name} is not on this machine`);
    continue;
  }
  process.stdout.write(`\n── ${script}\n`);
  const started = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) failed.push(script);
  process.stdout.write(
    `── ${script}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );
}

process.stdout.write('\n');
for (const reason of skipped) process.stdout.write(`skipped ${reason}\n`);
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`);
const passed = STEPS.length - failed.length - skipped.length;
process.stdout.write(
  `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
