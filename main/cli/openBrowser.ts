import { spawn } from 'node:child_process';
import { hasDisplay } from './electronRuntime.ts';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` belongs to the shell; its first quoted word would be a window title.
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens the default browser if there is one. The address has been printed, so a failure costs nothing. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env['CI'] || !hasDisplay(env)) return;
  const [program, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
