/**
 * Files that somebody got for a connection, read and judged: PEM certificates and keys, a connection bundle, and zip
 * files with such in them, AWS IoT's own included. Nothing is taken on trust: each file is told by what is in it, not
 * by its name.
 */
import {
  type ImportProblem,
  type ImportProblemCode,
  type ImportProposal,
  MAX_IMPORT_BYTES,
} from '#shared/connections/importing.ts';
import { readAwsPackage } from './awsPackage.ts';
import type { ImportedFile } from './importedFile.ts';
import type { OpenedSecrets } from './openConnection.ts';
import { type PemBlock, pemBlocks, readCertificate, readKey } from './pem.ts';
import { type BundleFound, readBundle } from './readBundle.ts';
import { unzip } from './unzip.ts';

export interface ImportRead {
  readonly proposal: ImportProposal;
  readonly secrets: OpenedSecrets;
  readonly problems: readonly ImportProblem[];
}

interface Found {
  readonly certificates: { readonly pem: string; readonly file: string }[];
  readonly keys: { readonly pem: string; readonly file: string }[];
  readonly authorities: string[];
  publicKey: string | null;
  bundle: BundleFound | null;
  awsEndpoint: string | null;
  awsClientId: string | null;
  readonly problems: ImportProblem[];
}

export function readImport(
  files: readonly ImportedFile[],
  { passphrase, now }: { readonly passphrase: string; readonly now: number },
): ImportRead {
  const found: Found = {
    certificates: [],
    keys: [],
    authorities: [],
    publicKey: null,
    bundle: null,
    awsEndpoint: null,
    awsClientId: null,
    problems: [],
  };
  const say = (code: ImportProblemCode, file = '', detail = '') =>
    found.problems.push({ code, file, detail });
  const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  if (bytes > MAX_IMPORT_BYTES) say('tooLarge');
  const all = bytes > MAX_IMPORT_BYTES ? [] : files.flatMap((file) => opened(file, say));
  for (const file of all) readOne(file, all, found, say);
  const { bundle } = found;
  const pair = choosePair(found, passphrase, now, say);
  const endpoint = bundle?.endpoint ?? found.awsEndpoint;
  const nothing = !bundle && endpoint === null && pair.certificate === null && pair.key === null;
  if (nothing && found.authorities.length === 0 && found.problems.length === 0) say('nothingFound');
  return {
    proposal: {
      kind: bundle?.kind ?? (found.awsEndpoint === null ? 'mqtt' : 'awsIot'),
      name: bundle?.name ?? null,
      endpoint,
      topicFilter: bundle?.topic ?? null,
      clientId: bundle?.clientId ?? found.awsClientId,
      username: bundle?.username ?? null,
      certificate: pair.certificate,
      ca: found.authorities.length === 0 ? null : found.authorities.join('\n'),
    },
    secrets: {
      ...(pair.key !== null && { privateKey: pair.key }),
      ...(bundle?.password !== undefined && { password: bundle.password }),
    },
    problems: found.problems,
  };
}

type Say = (code: ImportProblemCode, file?: string, detail?: string) => void;

/** Of a zip file what is in it. */
function opened(file: ImportedFile, say: Say): readonly ImportedFile[] {
  // "PK" and the numbers of a local file's header, or of an empty archive (APPNOTE 4.3.7 and 4.3.16).
  const [p, k, three, four] = file.bytes;
  const zipped =
    p === 0x50 && k === 0x4b && (three === 3 || three === 5) && (four === 4 || four === 6);
  if (!zipped) return [file];
  const inside = unzip(file.bytes);
  if (inside !== null) return inside;
  say('badZip', file.name);
  return [];
}

function readOne(file: ImportedFile, all: readonly ImportedFile[], found: Found, say: Say): void {
  const text = new TextDecoder().decode(file.bytes);
  const aws = readAwsPackage(file.name, text);
  if (aws === 'belongs') return;
  if (aws !== null) {
    found.awsEndpoint ??= aws.endpoint;
    found.awsClientId ??= aws.clientId;
    return;
  }
  // Before PEM: a bundle holds PEM text whose lines are escaped.
  if (text.trimStart().startsWith('{')) {
    const bundle = readBundle(text, file.name, all);
    if ('problem' in bundle) say(bundle.problem, file.name, bundle.detail);
    else {
      found.bundle = bundle;
      for (const pem of bundle.pems)
        for (const block of pemBlocks(pem)) keep(block, file.name, found, say);
    }
    return;
  }
  const blocks = pemBlocks(text);
  for (const block of blocks) keep(block, file.name, found, say);
  if (blocks.length > 0) return;
  // 0x30 begins every DER structure: a certificate, a key or a PKCS #12 file in its binary form.
  say(file.bytes[0] === 0x30 ? 'notPem' : 'unknownFile', file.name);
}

function keep({ kind, text }: PemBlock, file: string, found: Found, say: Say): void {
  switch (kind) {
    case 'certificate': {
      const certificate = readCertificate(text);
      if (certificate === null) say('badCertificate', file);
      else if (certificate.ca) found.authorities.push(text);
      else found.certificates.push({ pem: text, file });
      return;
    }
    case 'privateKey':
    case 'encryptedKey':
      // The same key, in a bundle and beside it, is one.
      if (!found.keys.some(({ pem }) => pem === text)) found.keys.push({ pem: text, file });
      return;
    case 'publicKey':
      found.publicKey = file;
      return;
    case 'other':
      return;
  }
}

interface Pair {
  readonly certificate: string | null;
  /** Without a passphrase: sealed by the desk's own means. */
  readonly key: string | null;
}

/** The certificate and the key that belong together, among all that were given. */
function choosePair(found: Found, passphrase: string, now: number, say: Say): Pair {
  const keys = found.keys.flatMap(({ pem, file }) => {
    const key = readKey(pem, passphrase);
    if (typeof key !== 'string')
      return [{ file, key, pem: String(key.export({ format: 'pem', type: 'pkcs8' })) }];
    say(KEY_PROBLEMS[key], file);
    return [];
  });
  const matches = found.certificates.flatMap(({ pem, file }) => {
    const certificate = readCertificate(pem);
    const key = keys.find((one) => certificate?.checkPrivateKey(one.key));
    return certificate && key ? [{ pem, file, certificate, key: key.pem }] : [];
  });
  const [match, another] = matches;
  if (match) {
    if (another && another.pem !== match.pem) say('ambiguous', another.file);
    if (now > Date.parse(match.certificate.validTo)) say('certificateExpired', match.file);
    if (now < Date.parse(match.certificate.validFrom)) say('certificateNotYet', match.file);
    return { certificate: match.pem, key: match.key };
  }
  const [certificate] = found.certificates;
  const [key] = keys;
  if (certificate && key) {
    say('wrongPair', certificate.file, key.file);
    return { certificate: certificate.pem, key: null };
  }
  if (certificate && found.keys.length === 0)
    say(found.publicKey === null ? 'keyMissing' : 'publicKeyOnly', found.publicKey ?? '');
  if (key && !certificate) say('certificateMissing', key.file);
  return { certificate: certificate?.pem ?? null, key: key?.pem ?? null };
}

const KEY_PROBLEMS = {
  encrypted: 'keyEncrypted',
  wrongPassphrase: 'wrongPassphrase',
  unreadable: 'badKey',
} as const;
