import type { Command } from 'commander';
import type { Exit } from '../exitCodes.ts';
import type { ExportTrainingOptions } from '../exportTraining.ts';
import { integer } from '../options.ts';

const wholeNumber = integer(0, 1_000_000);

export function addExportTraining(program: Command, exit: Exit): void {
  program
    .command('export-training')
    .description('write what the model eats, minute by minute, with the truth, for models/training')
    .requiredOption('--out <dir>', 'folder to write')
    .option(
      '--telemetry <path>',
      'recorded streams: a wire-format JSONL file a device, or a folder',
    )
    .option('--truth <file>', 'what happened in them, a JSON object a line')
    .option('--devices <file>', 'what an installer knows of them, a JSON object a line')
    .option('--seed <n>', 'of simulated streams', wholeNumber, 1)
    .option('--incidents <n>', 'simulated fires', wholeNumber, 0)
    .option('--near-misses <n>', 'simulated hazards that end without a fire', wholeNumber, 0)
    .option('--hard-negatives <n>', 'simulated disturbances that look like hazards', wholeNumber, 0)
    .option('--normal <n>', 'simulated ordinary days', wholeNumber, 0)
    .option('--months <list>', 'of the simulated days, 1 to 12 with commas')
    .option('--first-device <n>', 'the first simulated device’s number', wholeNumber, 0)
    .action(async (options: ExportTrainingOptions) => {
      const { exportTraining } = await import('../exportTraining.ts');
      exit(await exportTraining(options));
    });
}
