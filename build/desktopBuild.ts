/** How the desktop program is built. A function, so that a test can build the same program from its own parts. */
import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'electron-vite';
import { normalizePath, type Plugin } from 'vite';
import renderer from './renderer.vite.config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => resolve(ROOT, path);

export interface DesktopParts {
  /** Receives `main/`, `preload/` and `renderer/`. */
  readonly outDir: string;
  /** Entry of the engine's process. */
  readonly engine: string;
  /** Folder with the page's `index.html`. */
  readonly renderer: string;
}

const PRODUCT: DesktopParts = {
  outDir: at('out'),
  engine: at('main/app/engineMain.ts'),
  renderer: at('renderer'),
};

/** Each engine worker thread is an entry of its own, found by its name: `<name>.worker.ts` → `<name>.worker.js`. */
function workers(): Record<string, string> {
  const files = globSync('main/engine/**/*.worker.ts', { cwd: ROOT });
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), at(file)]));
}

/**
 * Run from source, a worker lies where the file that starts it says. Built, all of them lie in one folder beside the
 * bundle, so the address becomes a neighbour's.
 */
function workersBesideTheBundle(): Plugin {
  return {
    name: 'workers-beside-the-bundle',
    transform(code, id) {
      // Vite names files with forward slashes on every system.
      if (!id.startsWith(normalizePath(at('main/engine')))) return null;
      const moved = code.replaceAll(
        /new URL\(\s*(['"])[./\w-]*?([\w-]+\.worker)\.ts\1,\s*import\.meta\.url,?\s*\)/g,
        "new URL('./$2.js', import.meta.url)",
      );
      return moved === code ? null : { code: moved, map: null };
    },
  };
}

export function desktopBuild(parts: Partial<DesktopParts> = {}): UserConfig {
  const { outDir, engine, renderer: page } = { ...PRODUCT, ...parts };
  return {
    main: {
      plugins: [workersBesideTheBundle()],
      build: {
        outDir: resolve(outDir, 'main'),
        emptyOutDir: true,
        rolldownOptions: {
          input: { index: at('main/app/index.ts'), engine, ...workers() },
          // Chunks stay in the same folder, because paths are made from `import.meta.dirname`.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      build: {
        outDir: resolve(outDir, 'preload'),
        emptyOutDir: true,
        // A sandboxed preload can load nothing but `electron`, so all else goes into the one file.
        externalizeDeps: false,
        rolldownOptions: {
          input: { index: at('preload/index.ts') },
          // And it must be CommonJS.
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    renderer: {
      ...renderer,
      root: page,
      // The product's own files, also where a test builds a page of its own.
      publicDir: at('renderer/public'),
      build: {
        ...renderer.build,
        outDir: resolve(outDir, 'renderer'),
        rolldownOptions: { input: resolve(page, 'index.html') },
      },
    },
  };
}
