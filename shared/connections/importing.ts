/** Files that somebody got for a connection: what may be in them, and what can be wrong with them. */

/** More than any certificate, key and bundle have together. */
export const MAX_IMPORT_BYTES = 256 * 1024;
export const MAX_IMPORT_FILES = 12;

/** As much of a connection as the files say; null is what they don't. */
export interface ImportProposal {
  readonly kind: 'mqtt' | 'awsIot';
  readonly name: string | null;
  /** Of AWS IoT Core the host name alone, of another broker its address. */
  readonly endpoint: string | null;
  readonly topicFilter: string | null;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly certificate: string | null;
  readonly ca: string | null;
}

const IMPORT_PROBLEMS = [
  /** Neither PEM, nor a bundle, nor a zip file. */
  'unknownFile',
  /** A zip file that can't be read, or holds more than a bundle does. */
  'badZip',
  /** JSON, but not a connection bundle; the detail names the field. */
  'badBundle',
  /** The bundle is of a newer version than this program reads. */
  'newerBundle',
  'badCertificate',
  'badKey',
  /** The key needs a passphrase. */
  'keyEncrypted',
  'wrongPassphrase',
  /** The key belongs to another certificate. */
  'wrongPair',
  'certificateExpired',
  'certificateNotYet',
  /** Two certificates, or two keys, that could each be the desk's own. */
  'ambiguous',
  /** A public key where the private one is needed. */
  'publicKeyOnly',
  'certificateMissing',
  'keyMissing',
  /** Binary (DER, PKCS #12): only PEM is read. */
  'notPem',
  'tooLarge',
  'nothingFound',
] as const;
export type ImportProblemCode = (typeof IMPORT_PROBLEMS)[number];

export interface ImportProblem {
  readonly code: ImportProblemCode;
  /** Which file, where it is one file's; empty otherwise. */
  readonly file: string;
  /** For whoever mends the file; empty where the code says it all. Never a part of a secret. */
  readonly detail: string;
}
