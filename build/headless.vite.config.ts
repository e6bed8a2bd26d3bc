/** Bundles the command line for servers: plain JavaScript, since Node runs no TypeScript below `node_modules`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workers, workersBesideTheBundle } from './workers.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export default defineConfig({
  root: at('.'),
  plugins: [workersBesideTheBundle()],
  publicDir: false,
  build: {
    // Everything that is installed stays outside of the bundle.
    ssr: true,
    // At the depth of the sources, from which the program finds its page and its model.
    outDir: at('out/headless/main/cli'),
    emptyOutDir: true,
    target: 'node22',
    rolldownOptions: {
      input: { emberwatch: at('main/cli/bin.ts'), ...workers('main') },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        // npm links to it as a program.
        banner: ({ name }) => (name === 'emberwatch' ? '#!/usr/bin/env node' : ''),
      },
    },
  },
});
