/** Entry of the desktop program. The paths are made here because the build keeps this file at a known place. */
import { join } from 'node:path';
import { runDesktop } from './desktop.ts';

runDesktop({
  engine: join(import.meta.dirname, 'engine.js'),
  preload: join(import.meta.dirname, '../preload/index.cjs'),
  renderer: join(import.meta.dirname, '../renderer'),
});
