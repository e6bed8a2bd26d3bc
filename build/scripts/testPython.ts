/** `npm run test:python`: the tests of the second simulator, which is written in Python. */
import { spawnSync } from 'node:child_process';
import { PYTHON_NEEDED, pythonWithModules } from './python.ts';

const python = pythonWithModules();
if (python === undefined) {
  process.stderr.write(`the Python tests need ${PYTHON_NEEDED}\n`);
  process.exitCode = 1;
} else {
  const args = ['-m', 'unittest', 'discover', '-s', 'models/validation'];
  process.exitCode = spawnSync(python, args, { stdio: 'inherit' }).status ?? 1;
}
