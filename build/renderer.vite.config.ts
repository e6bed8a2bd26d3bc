/** Builds the page that both hosts show: bundled fonts and scripts, nothing fetched from elsewhere. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  // Relative, because the desktop serves the page from a custom protocol and the headless host from /.
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files become data: URLs, which the page's content security policy refuses for fonts and styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
