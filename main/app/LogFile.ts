import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/**
 * The log of a packaged program, which has no terminal: the shell's lines and the engine's, as they come. When it is
 * full it becomes `<name>.1`, replacing the one before, so the disk holds two files at most.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #bytes: number;

  constructor(path: string, maxBytes: number = MAX_LOG_BYTES) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Never throws: a full disk or a locked file must not end the program that reports it. */
  write(chunk: string): void {
    const size = Buffer.byteLength(chunk);
    try {
      if (this.#bytes > 0 && this.#bytes + size > this.#maxBytes) {
        renameSync(this.#path, `${this.#path}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.#path, chunk);
      this.#bytes += size;
    } catch {
      // The line is lost. There is nowhere left to say so.
    }
  }
}
