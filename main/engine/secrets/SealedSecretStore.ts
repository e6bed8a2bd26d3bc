import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type SecretSealer, type SecretStore, SecretStoreError } from './SecretStore.ts';

const File = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** Sealed secrets in one small file, written whole: a crash leaves the old ones or the new ones. */
export class SealedSecretStore implements SecretStore {
  readonly #file: string;
  readonly #sealer: SecretSealer;
  /** One change after the other: each writes the whole file. */
  #changing: Promise<unknown> = Promise.resolve();

  constructor(file: string, sealer: SecretSealer) {
    this.#file = file;
    this.#sealer = sealer;
  }

  async get(name: string): Promise<string | null> {
    await this.#changing;
    const sealed = this.#read()[name];
    return sealed === undefined ? null : this.#sealer.open(name, sealed);
  }

  set(name: string, secret: string): Promise<void> {
    return this.#change(async (secrets) => ({
      ...secrets,
      [name]: await this.#sealer.seal(name, secret),
    }));
  }

  delete(name: string): Promise<void> {
    return this.#change(({ [name]: _gone, ...rest }) => rest);
  }

  async names(): Promise<readonly string[]> {
    await this.#changing;
    return Object.keys(this.#read());
  }

  #change(
    change: (
      secrets: Readonly<Record<string, string>>,
    ) => Record<string, string> | Promise<Record<string, string>>,
  ): Promise<void> {
    const done = this.#changing.then(async () => this.#write(await change(this.#readOrSetAside())));
    this.#changing = done.catch(() => undefined);
    return done;
  }

  #read(): Readonly<Record<string, string>> {
    try {
      return File.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).secrets;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw new SecretStoreError('fileUnusable', `${this.#file}: can't be read as sealed secrets`, {
        cause: error,
      });
    }
  }

  /** What can't be read as sealed secrets is of no use to anybody, and must not keep new ones from being stored. */
  #readOrSetAside(): Readonly<Record<string, string>> {
    try {
      return this.#read();
    } catch (error) {
      const cause = error instanceof SecretStoreError ? error.cause : error;
      if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw error;
      renameSync(this.#file, `${this.#file}.damaged`);
      return {};
    }
  }

  #write(secrets: Readonly<Record<string, string>>): void {
    const draft = `${this.#file}.${process.pid}`;
    try {
      writeFileSync(draft, `${JSON.stringify({ version: 1, secrets }, null, 1)}\n`, {
        mode: 0o600,
        flush: true,
      });
      renameSync(draft, this.#file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw new SecretStoreError('fileUnusable', `${this.#file}: can't be written`, {
        cause: error,
      });
    }
  }
}
