import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILDER = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
const CONFIG = fileURLToPath(new URL('fixtures/electron.vite.config.ts', import.meta.url));

export interface BuiltDesktop {
  readonly outDir: string;
  readonly main: string;
  remove(): void;
}

/**
 * Builds the desktop program as `npm run build` does, with a small page.
 *
 * @param engine `product`: the real engine; `small`: the same wiring without an engine behind it.
 */
export async function buildDesktop(engine: 'product' | 'small'): Promise<BuiltDesktop> {
  // Inside the project, where the built files find the same node_modules as the packaged ones.
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  const outDir = mkdtempSync(join(ROOT, 'out', `test-${engine}-`));
  // The test runner's own mode would make this a development build.
  const { NODE_ENV: _mode, ...environment } = process.env;
  await promisify(execFile)(process.execPath, [BUILDER, 'build', '--config', CONFIG], {
    cwd: ROOT,
    env: { ...environment, DESKTOP_OUT_DIR: outDir, DESKTOP_ENGINE: engine },
  });
  return {
    outDir,
    main: join(outDir, 'main/index.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
