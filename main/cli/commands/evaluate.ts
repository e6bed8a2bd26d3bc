import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { Exit } from '../exitCodes.ts';
import { integer } from '../options.ts';

interface EvaluateWords {
  readonly telemetry: string;
  readonly truth: string;
  readonly devices?: string;
  /** False for `--no-model`. */
  readonly model?: string | boolean;
  readonly jobs: number;
  readonly perStream?: string;
  readonly lang?: 'ko' | 'en';
  readonly json?: boolean;
}

export function addEvaluate(program: Command, exit: Exit): void {
  program
    .command('evaluate')
    .description('measure how well recorded fires are found and how often the alarm is false')
    .requiredOption(
      '--telemetry <path>',
      'device messages, JSON lines: a file or a folder, .gz too',
    )
    .requiredOption('--truth <file>', 'what really happened, a JSON object a device stream')
    .option('--devices <file>', 'what an installer knows, a JSON object a device')
    .option('--model <file>', 'model file; the one that came with the program unless given')
    .option('--no-model', 'scores and rules alone')
    .option('--jobs <number>', 'how many threads', integer(1, 256), availableParallelism())
    .option('--per-stream <file>', 'write every stream with its alarms, a JSON object a line')
    .addOption(
      new Option('--lang <language>', 'language of the table (by LANG unless given)').choices([
        'ko',
        'en',
      ]),
    )
    .option('--json', 'one JSON object instead of the table')
    .addHelpText('after', '\nThe protocol and the files are described in docs/evaluation.md.')
    .action(async (words: EvaluateWords) => {
      const { evaluate } = await import('../evaluate/evaluate.ts');
      const { languageOf } = await import('../doctor/words.ts');
      exit(
        await evaluate(
          {
            telemetry: words.telemetry,
            truth: words.truth,
            devices: words.devices,
            model:
              typeof words.model === 'string'
                ? words.model
                : words.model === false
                  ? null
                  : undefined,
            jobs: words.jobs,
            perStream: words.perStream,
            json: words.json ?? false,
            language: words.lang ?? languageOf(process.env),
          },
          (text) => process.stdout.write(text),
        ),
      );
    });
}
