/** `npm start`: the desk in Electron where its runtime is, and in a browser everywhere else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { DEFAULT_PORT, DEMO_DEVICES, defaultDataDir } from './defaults.ts';
import { checkPort } from './doctor/port.ts';
import { electronRuntime, hasDisplay } from './electronRuntime.ts';
import { EXIT } from './exitCodes.ts';
import { npmRun } from './npmRun.ts';
import { openBrowser } from './openBrowser.ts';
import { messageOf, port } from './options.ts';
import { projectRoot } from './projectRoot.ts';
import { isPageOutdated } from './rendererBuild.ts';
import { serve } from './serve.ts';

const HOST = '127.0.0.1';
/** How many ports after the first are tried before any free one is taken. */
const PORTS_TRIED = 20;

interface StartOptions {
  readonly data?: string;
  readonly port?: number;
  readonly open: boolean;
}

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

process.exitCode = await start(process.argv.slice(2));

async function start(argv: readonly string[]): Promise<number> {
  try {
    const program = new Command('npm start --')
      .description('Opens the desk on a simulated building.')
      .option('--data <dir>', 'data folder')
      .option('--port <number>', 'port of the headless host', port)
      .option('--no-open', 'do not open a browser')
      .allowExcessArguments(false)
      .exitOverride()
      .parse([...argv], { from: 'user' });
    const options = program.opts<StartOptions>();
    const electron = electronRuntime(projectRoot);
    return electron && hasDisplay() ? await openDesktop(electron) : await openHeadless(options);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    say(`emberwatch: ${messageOf(error)}`);
    return EXIT.problem;
  }
}

async function openDesktop(electron: string): Promise<number> {
  const { code, output } = await npmRun(projectRoot, 'build');
  if (code !== 0) {
    say(`emberwatch: the program could not be built:\n${output}`);
    return EXIT.problem;
  }
  const child = spawn(electron, [projectRoot], { stdio: 'inherit' });
  const [exit] = (await once(child, 'exit')) as [number | null];
  return exit ?? EXIT.problem;
}

async function openHeadless({ data, port: wanted, open }: StartOptions): Promise<number> {
  say(
    electronRuntime(projectRoot)
      ? 'There is no display here, so the desk opens in the headless host for a browser.'
      : 'Electron’s runtime is not on this machine, so the desk opens in a browser through the headless host.',
  );
  if (!(await buildPage())) return EXIT.problem;
  const options = {
    data: data ?? defaultDataDir(true),
    host: HOST,
    port: wanted ?? (await freePort()),
    demo: true,
    seed: 1,
    devices: DEMO_DEVICES,
    logLevel: 'warn',
  };
  return serve(options, (url) => {
    if (open) openBrowser(url);
  });
}

/** @returns false when there is no page to show; an older page is better than none, and its age is said. */
async function buildPage(): Promise<boolean> {
  if (!isPageOutdated(projectRoot)) return true;
  const { code, output } = await npmRun(projectRoot, 'build:renderer');
  if (code === 0) return true;
  say(`emberwatch: the page could not be built:\n${output}`);
  return existsSync(join(projectRoot, 'out', 'renderer', 'index.html'));
}

async function freePort(): Promise<number> {
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + PORTS_TRIED; candidate++) {
    const { level } = await checkPort(HOST, candidate);
    if (level === 'ok') return candidate;
  }
  return 0;
}
