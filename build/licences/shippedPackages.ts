/** Which npm packages reach a customer, and under what licence: read from the lock file, not from memory. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly licence: string;
  /** What its authors want kept with every copy; null where the package carries none. */
  readonly text: string | null;
}

const IMPORT = /from '([^'.#][^']*)'|import '([^'.#][^']*)'/g;

/** The packages that the page's bundle takes in: they are development dependencies of this project. */
function bundledInPage(root: string): string[] {
  const names = globSync('renderer/**/*.{ts,tsx,css}', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].map(([, a, b]) =>
      packageOf(a ?? b ?? ''),
    ),
  );
  // Named by the style sheet, with its files.
  return [...new Set([...names, 'pretendard'])].sort();
}

/** `@radix-ui/react-dialog/x` → `@radix-ui/react-dialog`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

type Packages = Readonly<Record<string, LockEntry>>;

const lockedPackages = (root: string): Packages =>
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Packages })
    .packages;

/**
 * Where the named packages are installed, and all that they need: `node_modules/a`, `node_modules/a/node_modules/b`.
 * @throws when the lock file lacks one: then it was not made by `npm run lock`.
 */
function reachedFrom(packages: Packages, names: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = names.map((name) => ({ from: '', name, optional: false }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const path = resolve(packages, next.from, next.name);
    if (path === null) {
      if (next.optional) continue;
      throw new Error(`package-lock.json has no ${next.name} for ${next.from || 'the program'}`);
    }
    if (reached.has(path)) continue;
    reached.add(path);
    // What Electron itself needs is for fetching its program, which no customer does.
    if (path.endsWith('/electron')) continue;
    const { dependencies = {}, optionalDependencies = {} } = packages[path] as LockEntry;
    for (const name of Object.keys(dependencies))
      waiting.push({ from: path, name, optional: false });
    for (const name of Object.keys(optionalDependencies))
      waiting.push({ from: path, name, optional: true });
  }
  return reached;
}

/** Where the packages are that the program needs to run on a server, without the desktop's. */
export function serverPackages(root: string): string[] {
  const packages = lockedPackages(root);
  const names = Object.keys(packages['']?.dependencies ?? {});
  const needed = names.filter((name) => name !== 'electron-updater');
  return [...reachedFrom(packages, needed)].sort();
}

/**
 * Everything that is installed for the program itself or bundled into its page, with what each of those needs.
 * @throws when the lock file lacks one: then it was not made by `npm run lock`.
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const packages = lockedPackages(root);
  const reached = reachedFrom(packages, [
    ...Object.keys(packages['']?.dependencies ?? {}),
    ...bundledInPage(root),
    // Brings its own notices as well, in LICENSES.chromium.html beside the program.
    'electron',
  ]);
  const found = new Map<string, ShippedPackage>();
  for (const path of reached) {
    const { version, license = 'UNKNOWN' } = packages[path] as LockEntry;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const text = licenceText(join(root, path));
    found.set(`${name}@${version}`, { name, version, licence: license, text });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shipped]) => shipped);
}

/** As npm looks it up: in the package's own node_modules, then in those around it. */
function resolve(packages: Packages, from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return null;
  }
}

function licenceText(folder: string): string | null {
  // Another platform's binary is not on this machine.
  if (!existsSync(folder)) return null;
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]es?|copying|notice)([.-]|$)/i.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.length > 0 ? texts.join('\n\n') : null;
}
