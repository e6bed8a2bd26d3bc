import { type Command, Option } from 'commander';
import type { Exit } from '../exitCodes.ts';

interface AnalyzeWords {
  readonly powerUnit?: 'kW' | 'W';
  readonly powerFactorUnit?: 'ratio' | 'percent';
  readonly fiveMinutes?: string;
  readonly lang?: 'ko' | 'en';
  readonly json?: boolean;
}

export function addAnalyze(program: Command, exit: Exit): void {
  program
    .command('analyze <paths...>')
    .description('find patterns, anomalies and clusters in recordings, or in a data folder')
    .addOption(
      new Option('--power-unit <unit>', 'what the devices sent as pwr').choices(['kW', 'W']),
    )
    .addOption(
      new Option('--power-factor-unit <unit>', 'what the devices sent as pFct').choices([
        'ratio',
        'percent',
      ]),
    )
    .option(
      '--five-minutes <file>',
      'write every five minutes of every device, a JSON object a line',
    )
    .addOption(
      new Option('--lang <language>', 'language of the table (by LANG unless given)').choices([
        'ko',
        'en',
      ]),
    )
    .option('--json', 'one JSON object instead of the table')
    .addHelpText(
      'after',
      '\nRecordings are those of replay. A data folder brings the places of its devices, and may be in use.' +
        '\nExit code 1 when a line can’t be read. What is found is described in docs/analysis.md.',
    )
    .action(async (paths: readonly string[], words: AnalyzeWords) => {
      const { analyze } = await import('../analyze/analyze.ts');
      const { languageOf } = await import('../doctor/words.ts');
      const options = {
        powerUnit: words.powerUnit,
        powerFactorUnit: words.powerFactorUnit,
        fiveMinutes: words.fiveMinutes,
        json: words.json ?? false,
        language: words.lang ?? languageOf(process.env),
      };
      exit(await analyze(paths, options, (text) => process.stdout.write(text)));
    });
}
