/** Builds the desktop program into `out/`: the shell and the engine's process, the preload, and the page. */
import { defineConfig } from 'electron-vite';
import { desktopBuild } from './desktopBuild.ts';

export default defineConfig(desktopBuild());
