/**
 * `npm run pack:headless`: the edition for servers as one file, `out/installers/emberwatch-headless-VERSION.tgz`, which
 * `npm install --global` takes without a network. For the system on which it is made. Run `npm run build` before.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { stageHeadless } from '../headless/stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

await build({ configFile: at('build/headless.vite.config.ts'), logLevel: 'warn' });
const folder = at('out/headless');
stageHeadless({ root, folder, platform: process.platform, arch: process.arch });
const target = process.argv[2] ?? at('out/installers');
mkdirSync(target, { recursive: true });
const { status } = spawnSync('npm', ['pack', '--silent', '--pack-destination', target], {
  cwd: folder,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
