/**
 * `npm run lock`: updates package-lock.json and gives it an entry for every platform's optional binary.
 *
 * npm leaves out what its registry doesn't carry, and then `npm ci` refuses the file as incomplete, on every machine.
 * A mirror may well lack the binaries of platforms that nobody behind it uses; they are named here with the version
 * that their package asks for, and only a machine of that platform ever fetches one.
 *
 * It also takes the mark off onnxruntime-node's install script, which would download CUDA: an npm that doesn't know
 * package.json's `allowScripts` runs what is marked. The other scripts that `allowScripts` refuses only look for the
 * binary that is there, and without their mark npm would compile it anew.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const FILE = new URL('../../package-lock.json', import.meta.url);
const DOWNLOADS = 'node_modules/onnxruntime-node';
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'wasm32',
  'arm',
];

const npm = spawnSync('npm', ['install', '--package-lock-only'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (npm.status !== 0) process.exit(npm.status ?? 1);

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, LockEntry> };
const { packages } = lock;
let added = 0;
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name)) continue;
    packages[`node_modules/${name}`] = platformEntry(name, range, dev === true);
    added++;
  }
}
delete packages[DOWNLOADS]?.hasInstallScript;
lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : Number(a > b))),
);
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries of other platforms added\n`);

/** As npm looks it up: in the package's own node_modules, then in those around it. */
function isLocked(path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function platformEntry(name: string, range: string, dev: boolean): LockEntry {
  const has = (word: string) => new RegExp(`(^|[-/])${word}($|-)`).test(name);
  const os = name === 'fsevents' ? 'darwin' : SYSTEMS.find(has);
  const cpu = PROCESSORS.find(has);
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  // Without a platform it would be fetched everywhere: then somebody has to look.
  if (!os && !cpu) throw new Error(`${name}: which platform is it for?`);
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(dev && { dev }),
    optional: true,
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(os === 'linux' && libc && { libc: [libc] }),
  };
}
