import type { Command } from 'commander';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';

interface AdministratorWords {
  readonly data?: string;
  readonly name: string;
  readonly passwordFile: string;
}

export function addAdministrator(program: Command, exit: Exit): void {
  program
    .command('administrator')
    .description(
      'give somebody a password and the administrator’s rights, when all of those are forgotten',
    )
    .option('--data <dir>', 'data folder; the desk must not be running')
    .requiredOption('--name <name>', 'who; made when there is nobody of that name')
    .requiredOption('--password-file <file>', 'the new password; delete the file afterwards')
    .addHelpText(
      'after',
      '\nWhoever can write the data folder can do this, so it is recorded in the audit record, and nowhere hidden.',
    )
    .action(async (words: AdministratorWords) => {
      const { administrator } = await import('../administrator.ts');
      exit(await administrator({ ...words, data: words.data ?? defaultDataDir(false) }));
    });
}
