import { type Command, Option } from 'commander';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import type { ImportOptions } from '../importHistory.ts';

export function addImport(program: Command, exit: Exit): void {
  program
    .command('import <files...>')
    .description('load recorded history into a data folder, without alarming')
    .option('--data <dir>', 'data folder (yours alone by default); no desk may be running on it')
    .option(
      '--refused <file>',
      'where to keep the lines that are refused; in the data folder by default',
    )
    .addOption(
      new Option('--power-unit <unit>', 'what the devices sent as pwr').choices(['kW', 'W']),
    )
    .addOption(
      new Option('--power-factor-unit <unit>', 'what the devices sent as pFct').choices([
        'ratio',
        'percent',
      ]),
    )
    .addHelpText(
      'after',
      '\nRecordings are those of replay. The same file again adds nothing. Without units, those of the site are taken.' +
        '\nStandard output gets one line: {"read","new","alreadyThere","refused","reasons"}.' +
        '\nExit code 1 when a line was refused.',
    )
    .action(
      async (
        files: readonly string[],
        options: Omit<ImportOptions, 'data'> & { data?: string },
      ) => {
        const { importHistory } = await import('../importHistory.ts');
        exit(
          await importHistory(files, { ...options, data: options.data ?? defaultDataDir(false) }),
        );
      },
    );
}
