/** How the desktop program is built. A function, so that a test can build the same program from its own parts. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'electron-vite';
import renderer from './renderer.vite.config.ts';
import { workers, workersBesideTheBundle } from './workers.ts';

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

export function desktopBuild(parts: Partial<DesktopParts> = {}): UserConfig {
  const { outDir, engine, renderer: page } = { ...PRODUCT, ...parts };
  return {
    main: {
      plugins: [workersBesideTheBundle()],
      build: {
        outDir: resolve(outDir, 'main'),
        emptyOutDir: true,
        rolldownOptions: {
          input: { index: at('main/app/index.ts'), engine, ...workers('main/engine') },
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
