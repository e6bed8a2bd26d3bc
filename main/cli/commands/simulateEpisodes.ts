import { type Command, InvalidArgumentError } from 'commander';
import type { Exit } from '../exitCodes.ts';
import { integer, positive } from '../options.ts';
import type { SimulateEpisodesOptions } from '../simulateEpisodes.ts';

const count = integer(0, 1_000_000);

export function addSimulateEpisodes(program: Command, exit: Exit): void {
  program
    .command('simulate-episodes')
    .description('write simulated device days with known outcomes, for training and evaluation')
    .requiredOption('--out <folder>', 'an empty or new folder')
    .option('--seed <number>', 'what happens', integer(0, 2 ** 31 - 1), 1)
    .option('--incidents <number>', 'days that end in a fire', count, 0)
    .option('--near-misses <number>', 'days with a fault that is stopped in time', count, 0)
    .option('--hard-negatives <number>', 'days with something harmless that looks bad', count, 0)
    .option('--normal <number>', 'days on which nothing happens', count, 0)
    .option('--hours <number>', 'length of a day', positive, 24)
    .option(
      '--months <list>',
      'months to take days from, like 1-8 or 9,10,11; all unless given',
      months,
    )
    .option('--first-device <number>', 'number of the first device', count, 0)
    .addHelpText(
      'after',
      '\nWrites truth.jsonl, devices.jsonl and, for each device, its messages as DEVICE.jsonl.gz.' +
        '\nGive training, validation and test other seeds, months and devices.',
    )
    .action(async (options: SimulateEpisodesOptions) => {
      const { simulateEpisodes } = await import('../simulateEpisodes.ts');
      exit(await simulateEpisodes(options));
    });
}

/** `1-3,12` are 1, 2, 3 and 12. */
function months(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    if (!/^\d+(-\d+)?$/.test(part) || from! < 1 || to! > 12 || from! > to!)
      throw new InvalidArgumentError('It must be months like 1-8 or 9,10,11.');
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}
