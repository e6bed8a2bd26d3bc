import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { serverPackages } from '../licences/shippedPackages.ts';

export interface StageParts {
  readonly root: string;
  /** Holds `main/cli` from the bundler; the rest is laid beside it. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** What nothing needs at run time. */
const SPARE = /\.(map|md|markdown|ts|mts|cts|c|cc|cpp|h|hpp|gyp|gypi)$/i;

/** Lays out the package for servers: the bundle, the page, the model and every package that the program needs. */
export function stageHeadless({ root, folder, platform, arch }: StageParts): void {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const needed = Object.fromEntries(
    Object.entries(own['dependencies'] as Record<string, string>).filter(
      ([name]) => name !== 'electron-updater',
    ),
  );
  const description = {
    name: 'emberwatch-headless',
    version: own['version'],
    description: own['description'],
    license: own['license'],
    author: own['author'],
    homepage: own['homepage'],
    type: 'module',
    bin: { emberwatch: 'main/cli/emberwatch.js' },
    engines: { node: '>=22.18' },
    os: [platform],
    cpu: [arch],
    dependencies: needed,
    // All of them: a server in a plant room has no way to a registry.
    bundleDependencies: Object.keys(needed),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  const copy = (from: string, to: string) => {
    rmSync(join(folder, to), { recursive: true, force: true });
    cpSync(join(root, from), join(folder, to), { recursive: true });
  };
  copy('out/renderer', 'out/renderer');
  copy('LICENSE', 'LICENSE');
  copy('out/THIRD-PARTY-NOTICES.txt', 'THIRD-PARTY-NOTICES.txt');
  copy('build/headless/README.md', 'README.md');
  copy('build/headless/emberwatch.service', 'systemd/emberwatch.service');
  for (const file of ['fire-risk.onnx', 'metrics.json', 'MODEL_CARD.md'])
    copy(`models/${file}`, `models/${file}`);

  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  for (const path of serverPackages(root)) {
    const from = join(root, path);
    mkdirSync(join(folder, path), { recursive: true });
    cpSync(from, join(folder, path), {
      recursive: true,
      filter: (source) => {
        const inside = relative(from, source).replaceAll('\\', '/');
        // Packages inside of it are named on their own.
        if (inside.startsWith('node_modules')) return false;
        if (statSync(source).isFile() && SPARE.test(source)) return false;
        return isForPlatform(`${path}/${inside}`, platform, arch);
      },
    });
  }
}

/** Three packages bring compiled files of every system. */
function isForPlatform(path: string, platform: NodeJS.Platform, arch: string): boolean {
  if (/\/better-sqlite3\/(deps|src)\//.test(path)) return false;
  if (path.includes('/better-sqlite3/prebuilds/'))
    return basename(path) === `${platform}-${arch}.node`;
  const runtime = /\/onnxruntime-node\/bin\/napi-v6\/([^/]+)(?:\/([^/]+))?/.exec(path);
  if (runtime) return runtime[1] === platform && (runtime[2] === undefined || runtime[2] === arch);
  const serial = /\/bindings-cpp\/prebuilds\/([^/]+)/.exec(path);
  if (serial) return serial[1] === `${platform}-${arch}`;
  return !path.includes('/onnxruntime-node/script/');
}
