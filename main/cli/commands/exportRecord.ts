import { type Command, Option } from 'commander';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { collect, instant } from '../options.ts';

interface ExportWords {
  readonly data?: string;
  readonly out: string;
  readonly from: number;
  readonly to: number;
  readonly format: 'jsonl' | 'csv';
  readonly device?: readonly string[];
  readonly plain?: boolean;
}

export function addExport(program: Command, exit: Exit): void {
  program
    .command('export')
    .description('write the readings and alarms of a span of time as files')
    .option('--data <dir>', 'data folder; it may be in use')
    .requiredOption('--out <dir>', 'folder to write to')
    .requiredOption('--from <time>', 'like 2026-01-02T03:00Z or 2026-01-02T12:00+09:00', instant)
    .requiredOption('--to <time>', 'not included', instant)
    .addOption(
      new Option('--format <format>', 'JSON lines or a table')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .option(
      '--device <id>',
      'only this device; may be repeated',
      collect((text) => text),
    )
    .option('--plain', 'without gzip')
    .addHelpText(
      'after',
      '\nreadings-FROM-TO.jsonl.gz: the devices’ own messages, one a line in order of arrival, with receivedAt (the' +
        '\ndesk’s clock) beside timestamp (the device’s); UTC milliseconds, power in kW, power factor as a ratio.' +
        '\nalarms-FROM-TO.jsonl.gz: each alarm as the desk keeps it, evidence included. Simulated data is marked in the' +
        '\nfiles’ names.',
    )
    .action(async (words: ExportWords) => {
      const { exportRecord } = await import('../exportRecord.ts');
      const { data = defaultDataDir(false), device = [], plain = false, ...rest } = words;
      exit(
        await exportRecord({ ...rest, data, devices: device, plain }, (text) =>
          process.stdout.write(text),
        ),
      );
    });
}
