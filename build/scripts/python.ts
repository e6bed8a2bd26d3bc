import { spawnSync } from 'node:child_process';

/** What the Python tests import; on Debian python3-numpy, python3-scipy and python3-pandas. */
const MODULES = ['numpy', 'scipy', 'pandas'];

/** The first Python 3 of this machine that has them all; undefined when none has. */
export function pythonWithModules(): string | undefined {
  const named = process.env['PYTHON'];
  const candidates = [...(named ? [named] : []), 'python3', '/usr/bin/python3', 'python'];
  return candidates.find(
    (python) =>
      spawnSync(python, ['-c', `import ${MODULES.join(', ')}`], { stdio: 'ignore' }).status === 0,
  );
}

export const PYTHON_NEEDED = `Python 3 with ${MODULES.join(', ')} (Debian: apt-get install ${MODULES.map((name) => `python3-${name}`).join(' ')}; another Python: set PYTHON)`;
