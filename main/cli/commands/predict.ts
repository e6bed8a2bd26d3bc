import type { Command } from 'commander';
import type { Exit } from '../exitCodes.ts';
import { integer } from '../options.ts';

interface PredictWords {
  readonly devices?: string;
  readonly model?: string;
  readonly maxDevices: number;
}

/** Some thirty kilobytes each. */
const MAX_DEVICES = 5_000;

export function addPredict(program: Command, exit: Exit): void {
  program
    .command('predict')
    .description('predict from device messages on standard input, a JSON object a line')
    .option('--devices <file>', 'what an installer knows, a JSON object a device')
    .option('--model <file>', 'model file; the one that came with the program unless given')
    .option(
      '--max-devices <number>',
      'how many devices are remembered at once',
      integer(1, 1_000_000),
      MAX_DEVICES,
    )
    .addHelpText(
      'after',
      '\nOne line a closed minute of a device: {"deviceId","at","state","scores","level","modelHash"}.' +
        '\nWithout a full and fresh window the scores are null and the state says why.' +
        '\nLines that can’t be read are counted and give exit code 1 at the end.',
    )
    .action(async (words: PredictWords) => {
      const { predict } = await import('../prediction/predict.ts');
      const { devices, model, maxDevices } = words;
      exit(await predict({ devices, model, maxDevices }));
    });
}
