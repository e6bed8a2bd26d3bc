/** Where passwords and keys are kept: by name, never in the database, never in the log. */
export interface SecretStore {
  /** @returns null when there is none of this name. @throws SecretStoreError */
  get(name: string): Promise<string | null>;
  /** @throws SecretStoreError */
  set(name: string, secret: string): Promise<void>;
  delete(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** Makes a secret unreadable to whoever only has the file. */
export interface SecretSealer {
  /** @param name bound into the result, so that a sealed secret can't be put in the place of another */
  seal(name: string, secret: string): Promise<string>;
  /** @throws when it was sealed by another key, for another name, or was changed. */
  open(name: string, sealed: string): Promise<string>;
}

/** A host's own way of sealing, such as the operating system's store. */
export interface HostSealer {
  /** @returns null when it would protect no better than a key file: then that is used. */
  seal(name: string, secret: string): Promise<string | null>;
  /** @throws when it can't be opened. */
  open(name: string, sealed: string): Promise<string>;
}

export type SecretStoreErrorCode =
  /** Others than its owner can read the key. */
  | 'keyFileTooOpen'
  | 'keyFileUnusable'
  /** The file can't be read or written, or isn't one. */
  | 'fileUnusable'
  /** Sealed by another key, or changed. */
  | 'cannotOpen';

export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError';
  readonly code: SecretStoreErrorCode;

  constructor(code: SecretStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
