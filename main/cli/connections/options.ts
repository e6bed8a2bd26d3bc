/** What `emberwatch connection` is asked. */
import type { Language } from '../doctor/words.ts';

interface Folder {
  readonly data: string;
  readonly language: Language;
}

export interface FileOptions {
  /** Certificates, keys, a bundle, a zip file. */
  readonly files: readonly string[];
  readonly endpoint?: string;
  readonly topic?: string;
  readonly clientId?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly passphraseFile?: string;
}

export interface ImportOptions extends Folder, FileOptions {
  readonly name: string;
  readonly off?: boolean;
}

export interface ListOptions extends Folder {
  readonly json?: boolean;
}

export interface TryOptions extends Folder, FileOptions {
  readonly name?: string;
  readonly wait: number;
  readonly json?: boolean;
}

export interface RemoveOptions extends Folder {
  readonly name: string;
}
