import { AskedThread } from '../threads/AskedThread.ts';
import type { SecretCalls } from './secretMessages.ts';

const TIMEOUT_MS = 30_000;
/** Each hash takes 19 MB, which WebAssembly gives back late or never: between sign-ons nobody needs them. */
const IDLE_MS = 60_000;

export interface Hasher {
  hash(text: string): Promise<string>;
  /** In a time that says nothing about how much of it is right. */
  verify(text: string, hash: string): Promise<boolean>;
}

/** The engine's end of the thread on which passwords and PINs are hashed. */
export class SecretThread implements Hasher {
  readonly #thread = new AskedThread<SecretCalls, 'hashFailed'>({
    url: new URL('./secret.worker.ts', import.meta.url),
    timeoutMs: { hash: TIMEOUT_MS, verify: TIMEOUT_MS },
    failed: (_, message) => new Error(`a password could not be hashed: ${message}`),
    lost: (reason) => new Error(`the thread that hashes passwords was lost: ${reason}`),
    closed: () => new Error('the engine is closing'),
    idleMs: IDLE_MS,
  });

  hash(text: string): Promise<string> {
    return this.#thread.ask('hash', { text });
  }

  verify(text: string, hash: string): Promise<boolean> {
    return this.#thread.ask('verify', { text, hash });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
