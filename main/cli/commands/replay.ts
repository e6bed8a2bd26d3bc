import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Exit } from '../exitCodes.ts';
import { port, timeZone } from '../options.ts';
import type { ReplayOptions } from '../replay.ts';

/** How often faster than it was; `max` is as fast as it goes. */
function speed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 1)
    throw new InvalidArgumentError('It must be a number from 1, or max.');
  return value;
}

export function addReplay(program: Command, exit: Exit): void {
  program
    .command('replay <files...>')
    .description('play recordings through the whole path, in a data folder of their own')
    .requiredOption(
      '--data <dir>',
      'data folder of the replay: a new one, or one of a replay before',
    )
    .option('--speed <times>', 'times as fast as it was, or max', speed, 1)
    .option('--stay', 'go on showing the desk when everything is played')
    .option('--port <number>', 'port to show the desk at, 0 for any free one', port, 0)
    .option('--site-name <name>', 'what the site is called')
    .option('--time-zone <zone>', 'the site’s time zone, like Asia/Seoul', timeZone)
    .addOption(
      new Option('--power-unit <unit>', 'what the devices sent as pwr')
        .choices(['kW', 'W'])
        .default('kW'),
    )
    .addOption(
      new Option('--power-factor-unit <unit>', 'what the devices sent as pFct')
        .choices(['ratio', 'percent'])
        .default('ratio'),
    )
    .option('--no-model', 'predict nothing: the rules go on alone')
    .option('--renderer <dir>', 'built page to serve')
    .addOption(
      new Option('--log-level <level>', 'least severe line to log')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .addHelpText(
      'after',
      '\nRecordings: wire-format JSON lines (.jsonl, .ndjson, .json, also .gz), daily segments of a data folder' +
        '\n(telemetry/YYYY-MM-DD.db), or folders of them. Several are merged by the devices’ own time.' +
        '\nStandard output gets {"url"} when the desk can be looked at, and what became of the messages at the end.',
    )
    .action(async (files: readonly string[], options: ReplayOptions) => {
      const { replay } = await import('../replay.ts');
      exit(await replay(files, options));
    });
}
