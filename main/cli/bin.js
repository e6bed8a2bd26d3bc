#!/usr/bin/env node
/**
 * Starts the command line on a Node that runs TypeScript by itself. The system's Node may be older; the project
 * brings its own. This file is plain JavaScript, because every Node has to be able to read it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  await import('./bin.ts');
} else {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(here, '..', '..', 'node_modules', 'node', 'bin', binary);
  if (existsSync(own)) {
    const child = spawn(own, [join(here, 'bin.ts'), ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    // The child closes its files before it ends; this process only waits for it.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => {
      process.exitCode = signal ? 1 : (code ?? 1);
    });
  } else {
    process.stderr.write(
      `emberwatch: Node ${process.versions.node} is too old and the project's own is missing: run npm ci first\n`,
    );
    process.exitCode = 1;
  }
}
