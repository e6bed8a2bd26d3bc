/** Worker threads in a bundle: each is an entry of its own and lies beside whoever starts it. */
import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => resolve(ROOT, path);

/** Found below a folder by their names: `<name>.worker.ts` → `<name>.worker.js`. */
export function workers(folder: string): Record<string, string> {
  const files = globSync(`${folder}/**/*.worker.ts`, { cwd: ROOT });
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), at(file)]));
}

/**
 * Run from source, a worker lies where the file that starts it says. Built, all of them lie in one folder beside the
 * bundle, so the address becomes a neighbour's.
 */
export function workersBesideTheBundle(): Plugin {
  return {
    name: 'workers-beside-the-bundle',
    transform(code, id) {
      // Vite names files with forward slashes on every system.
      if (!id.startsWith(normalizePath(at('main')))) return null;
      const moved = code.replaceAll(
        /new URL\(\s*(['"])[./\w-]*?([\w-]+\.worker)\.ts\1,\s*import\.meta\.url,?\s*\)/g,
        "new URL('./$2.js', import.meta.url)",
      );
      return moved === code ? null : { code: moved, map: null };
    },
  };
}
