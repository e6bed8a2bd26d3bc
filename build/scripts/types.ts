/** Type-checks each process against its own tsconfig: what a process may not see is a compile error there. */
import { spawnSync } from 'node:child_process';

const PROJECTS = ['shared', 'main', 'preload', 'renderer', 'build', 'test'];

const failed = PROJECTS.filter((project) => {
  const { status } = spawnSync('tsc', ['--project', project], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status !== 0;
});
if (failed.length > 0) {
  process.stderr.write(`types: ${failed.join(', ')} failed\n`);
  process.exitCode = 1;
}
