import { type Command, Option } from 'commander';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { collect } from '../options.ts';

interface VerifyAuditWords {
  readonly data?: string;
  readonly heads?: readonly string[];
  readonly lang?: 'ko' | 'en';
  readonly json?: boolean;
}

export function addVerifyAudit(program: Command, exit: Exit): void {
  program
    .command('verify-audit')
    .description('walk along the audit record and name what was changed, moved or cut off')
    .option('--data <dir>', 'data folder; it may be in use')
    .option(
      '--heads <file>',
      'signed heads that were kept elsewhere, JSON lines; may be repeated',
      collect((text) => text),
    )
    .addOption(
      new Option('--lang <language>', 'language of the answer (by LANG unless given)').choices([
        'ko',
        'en',
      ]),
    )
    .option('--json', 'one JSON object instead of lines')
    .addHelpText(
      'after',
      '\nExit code 0 when every entry is in its place, 1 when something is not.' +
        '\nThe heads in the data folder are compared as well, but whoever can write the folder can write them too:' +
        '\nonly a head from outside shows that the end was cut off or all of it written anew.',
    )
    .action(async (words: VerifyAuditWords) => {
      const { verifyAudit } = await import('../verifyAudit.ts');
      const { languageOf } = await import('../doctor/words.ts');
      exit(
        await verifyAudit(
          {
            data: words.data ?? defaultDataDir(false),
            heads: words.heads ?? [],
            language: words.lang ?? languageOf(process.env),
            json: words.json ?? false,
          },
          (text) => process.stdout.write(text),
        ),
      );
    });
}
