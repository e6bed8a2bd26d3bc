import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readImport } from '#engine/connections/readImport.ts';
import { ConnectionSettings, type GivenSecrets } from '#shared/connections/connection.ts';
import { MAX_IMPORT_BYTES } from '#shared/connections/importing.ts';
import { importProblemText } from '#shared/i18n/connectionText.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf, readSecret } from '../options.ts';
import type { FileOptions } from './options.ts';

/** Problems that leave a connection which can be stored and tried; the others end the command. */
const BEARABLE: ReadonlySet<string> = new Set([
  'ambiguous',
  'certificateExpired',
  'certificateNotYet',
]);

export interface FromFiles {
  readonly settings: ConnectionSettings;
  readonly secrets: GivenSecrets;
  /** What has to be known, in the reader's words. */
  readonly warnings: readonly string[];
}

/**
 * The connection that files and options describe. An option goes before what the files say.
 * @throws {CliError} naming the file, and what is wrong with it
 */
export function fromFiles(options: FileOptions, language: Language): FromFiles {
  const { passphraseFile, passwordFile } = options;
  const passphrase = passphraseFile ? readSecret('--passphrase-file', passphraseFile) : '';
  const { proposal, secrets, problems } = readImport(options.files.map(readOne), {
    passphrase,
    now: Date.now(),
  });
  const words = WORDS[language];
  const told = problems.map((problem) => ({
    code: problem.code,
    text: [problem.file, importProblemText(problem, words)]
      .filter((part) => part !== '')
      .join(': '),
  }));
  const fatal = told.filter(({ code }) => !BEARABLE.has(code));
  if (fatal.length > 0) throw new CliError(fatal.map(({ text }) => text).join('\n'));
  const endpoint = options.endpoint ?? proposal.endpoint;
  if (endpoint === null) throw new CliError('--endpoint is needed: none of the files names one');
  const settings = ConnectionSettings.safeParse(
    settingsOf({
      kind: endpoint.includes('://') ? 'mqtt' : 'awsIot',
      endpoint,
      topicFilter: options.topic ?? proposal.topicFilter,
      clientId: options.clientId ?? proposal.clientId,
      username: options.username ?? proposal.username,
      certificate: proposal.certificate,
      ca: proposal.ca,
    }),
  );
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw new CliError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const password = passwordFile ? readSecret('--password-file', passwordFile) : secrets.password;
  return {
    settings: settings.data,
    secrets: { ...secrets, ...(password !== undefined && { password }) },
    warnings: told.map(({ text }) => text),
  };
}

interface Said {
  readonly kind: 'mqtt' | 'awsIot';
  readonly endpoint: string;
  readonly topicFilter: string | null;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly certificate: string | null;
  readonly ca: string | null;
}

function settingsOf({ kind, endpoint, certificate, username, ...said }: Said): unknown {
  const shared = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  return kind === 'awsIot'
    ? {
        kind,
        endpoint,
        auth: { type: 'certificate', certificate: certificate ?? '' },
        ...shared,
      }
    : {
        kind,
        url: endpoint,
        ...(certificate !== null && { certificate }),
        ...(username !== null && { username }),
        ...shared,
      };
}

function readOne(path: string): { name: string; bytes: Uint8Array } {
  try {
    if (statSync(path).size > MAX_IMPORT_BYTES) throw new CliError(`${path} is too large`);
    return { name: basename(path), bytes: readFileSync(path) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${path} can't be read: ${messageOf(error)}`);
  }
}
