import type { Command } from 'commander';
import { withSecrets } from '../brokers.ts';
import { DEMO_DEVICES } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { integer, mqttUrl, positive } from '../options.ts';
import type { SimulateOptions } from '../simulate.ts';

export function addSimulate(program: Command, exit: Exit): void {
  withSecrets(
    program
      .command('simulate')
      .description('publish the readings of a simulated building')
      .requiredOption('--mqtt <url>', 'broker to publish to', mqttUrl),
  )
    .option('--devices <number>', 'how many devices', integer(1, 10_000), DEMO_DEVICES)
    .option(
      '--rate <number>',
      'readings a second; each device at its own interval unless given',
      positive,
    )
    .option('--seed <number>', 'what happens', integer(0, 2 ** 31 - 1), 1)
    .option('--count <number>', 'stop after so many readings', integer(1, 1e12))
    .option('--duration <seconds>', 'stop after so long', positive)
    .addHelpText(
      'after',
      '\nAt the end one line goes to standard output: {"published":N,"acknowledged":N}.',
    )
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('../simulate.ts');
      exit(await simulate(options));
    });
}
