import { type Command, Option } from 'commander';
import type { Exit } from '../exitCodes.ts';
import type { ScoreOptions } from '../score.ts';

export function addScore(program: Command, exit: Exit): void {
  program
    .command('score')
    .description('score device messages from standard input, a JSON object a line')
    .addOption(
      new Option('--power-unit <unit>', 'unit of the field pwr').choices(['kW', 'W']).default('kW'),
    )
    .addOption(
      new Option('--power-factor-unit <unit>', 'unit of the field pFct')
        .choices(['ratio', 'percent'])
        .default('ratio'),
    )
    .option('--thresholds <file>', 'threshold table, JSON')
    .addHelpText(
      'after',
      '\nA line that can’t be read gives {"error":{"reason","detail","line"}}, and exit code 1 at the end.' +
        '\nMessages without a timestamp are taken to be ten seconds apart.',
    )
    .action(async (options: ScoreOptions) => {
      const { score } = await import('../score.ts');
      exit(await score(options));
    });
}
