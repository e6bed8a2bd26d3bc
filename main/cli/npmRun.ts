import { spawn } from 'node:child_process';

export interface ScriptOutcome {
  readonly code: number;
  readonly output: string;
}

/** Runs one of package.json's scripts and keeps what it says for the case that it fails. */
export function npmRun(root: string, script: string): Promise<ScriptOutcome> {
  // npm says where it is when it started this process; Windows has no program `npm`, only a shell script.
  const npm = process.env['npm_execpath'];
  const [program, words] = npm ? [process.execPath, [npm]] : ['npm', []];
  const child = spawn(program, [...words, 'run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: npm === undefined && process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
