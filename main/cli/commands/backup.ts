import { type Command, Option } from 'commander';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { instant } from '../options.ts';

interface BackupWords {
  readonly data?: string;
  readonly to: string;
  readonly lang?: 'ko' | 'en';
}

interface RestoreWords {
  readonly from: string;
  readonly data?: string;
  readonly at?: number;
  readonly force?: boolean;
  readonly lang?: 'ko' | 'en';
}

const language = () =>
  new Option('--lang <language>', 'language of the answer (by LANG unless given)').choices([
    'ko',
    'en',
  ]);

export function addBackup(program: Command, exit: Exit): void {
  program
    .command('backup')
    .description('copy a data folder to another disk, and check the copy')
    .option('--data <dir>', 'data folder; it may be in use')
    .requiredOption('--to <dir>', 'backup folder; made when it is not there')
    .addOption(language())
    .addHelpText(
      'after',
      '\nWhat was copied before is not copied again. The keys of secrets.json and of the audit record are not in it.',
    )
    .action(async (words: BackupWords) => {
      const { backUp } = await import('../backup.ts');
      const { languageOf } = await import('../doctor/words.ts');
      exit(
        await backUp(
          {
            data: words.data ?? defaultDataDir(false),
            to: words.to,
            language: words.lang ?? languageOf(process.env),
          },
          (text) => process.stdout.write(text),
        ),
      );
    });
}

export function addRestore(program: Command, exit: Exit): void {
  program
    .command('restore')
    .description('put a backup into a data folder that no desk is using')
    .requiredOption('--from <dir>', 'backup folder')
    .option('--data <dir>', 'data folder; empty, or --force')
    .option('--at <time>', 'the control room as it was then, like 2026-01-02T03:00Z', instant)
    .option('--force', 'replace what is in the data folder; it is moved aside and kept')
    .addOption(language())
    .addHelpText(
      'after',
      '\nEverything is checked before anything is replaced. Readings are restored as far as the backup has them, also' +
        '\nbehind --at: they are measurements, and nobody wants to measure them back.',
    )
    .action(async (words: RestoreWords) => {
      const { restore } = await import('../backup.ts');
      const { languageOf } = await import('../doctor/words.ts');
      exit(
        await restore(
          {
            from: words.from,
            data: words.data ?? defaultDataDir(false),
            force: words.force ?? false,
            language: words.lang ?? languageOf(process.env),
            ...(words.at !== undefined && { at: words.at }),
          },
          (text) => process.stdout.write(text),
        ),
      );
    });
}
