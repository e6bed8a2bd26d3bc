import { type Command, Option } from 'commander';
import type {
  ImportOptions,
  ListOptions,
  RemoveOptions,
  TryOptions,
} from '../connections/options.ts';
import { defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { integer } from '../options.ts';

type Words<Options> = Omit<Options, 'data' | 'language'> & {
  readonly data?: string;
  readonly lang?: 'ko' | 'en';
};

/** What the desk's Settings page does, for a machine without a screen. */
export function addConnection(program: Command, exit: Exit): void {
  const group = program
    .command('connection')
    .description('the ways in that a desk’s data folder holds');
  const command = (text: string, description: string) =>
    group
      .command(text)
      .description(description)
      .option('--data <dir>', 'data folder of the desk')
      .addOption(
        new Option('--lang <language>', 'language of the answers (by LANG unless given)').choices([
          'ko',
          'en',
        ]),
      );
  const write = (text: string) => process.stdout.write(text);
  const asked = async <Options>(words: Words<Options>) => {
    const { languageOf } = await import('../doctor/words.ts');
    const { data, lang, ...rest } = words;
    return {
      ...rest,
      data: data ?? defaultDataDir(false),
      language: lang ?? languageOf(process.env),
    };
  };

  fileOptions(
    command(
      'import [files...]',
      'add or change a connection, from certificates, keys, a bundle or a zip file',
    ),
  )
    .requiredOption('--name <name>', 'what it is called; one of this name is changed')
    .option('--off', 'store it, switched off')
    .action(async (files: readonly string[], words: Words<Omit<ImportOptions, 'files'>>) => {
      const { importConnection } = await import('../connections/importConnection.ts');
      exit(await importConnection({ ...(await asked(words)), files }, write));
    });
  command('list', 'the connections of the data folder, which may be in use')
    .option('--json', 'one JSON object instead of lines')
    .action(async (words: Words<ListOptions>) => {
      const { listConnections } = await import('../connections/listConnections.ts');
      exit(await listConnections(await asked(words), write));
    });
  fileOptions(command('test [files...]', 'try a stored connection, or files, step by step'))
    .option('--name <name>', 'a stored one')
    .option('--wait <seconds>', 'how long a first message is waited for', integer(1, 120), 20)
    .option('--json', 'a JSON object for each step instead of lines')
    .addHelpText('after', '\nExit code 0 when no step failed, 1 when one did.')
    .action(async (files: readonly string[], words: Words<Omit<TryOptions, 'files'>>) => {
      const { tryConnection } = await import('../connections/tryConnection.ts');
      exit(await tryConnection({ ...(await asked(words)), files }, write));
    });
  command('remove', 'delete a connection with its secrets')
    .requiredOption('--name <name>', 'which one')
    .action(async (words: Words<RemoveOptions>) => {
      const { removeConnection } = await import('../connections/removeConnection.ts');
      exit(await removeConnection(await asked(words), write));
    });
}

const fileOptions = (command: Command): Command =>
  command
    .option('--endpoint <address>', 'AWS IoT Core’s host name, or a broker’s mqtts:// address')
    .option('--topic <filter>', 'what is subscribed')
    .option('--client-id <name>', 'the name at the broker')
    .option('--username <name>', 'user name at the broker')
    .option('--password-file <file>', 'file with the password')
    .option('--passphrase-file <file>', 'file with the passphrase of the key');
