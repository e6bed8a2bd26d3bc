import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOfFile, TELEMETRY_FILE } from '#engine/files/linesOfFile.ts';
import type { Backfill, MissedMessage, Span } from './Backfill.ts';

/** Files that were written this much before the span can't hold anything of it, whatever their clock. */
const CLOCKS_DIFFER_MS = 3_600_000;

/** An export: a file of wire messages, or a folder of them that something else writes into. Never changed. */
export class FolderBackfill implements Backfill {
  readonly description: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.description = path;
  }

  async *read({ from }: Span, signal: AbortSignal): AsyncGenerator<MissedMessage> {
    const files = await this.#files(from - CLOCKS_DIFFER_MS);
    for (const file of files)
      for await (const lines of linesOfFile(file))
        for (const line of lines) {
          signal.throwIfAborted();
          if (!('text' in line) || line.text.trim() === '') continue;
          yield { topic: '', payload: Buffer.from(line.text) };
        }
  }

  /** In the order of their names, which exports give by time. @throws Error naming the path that can't be read */
  async #files(writtenSince: number): Promise<readonly string[]> {
    const whole = await stat(this.#path);
    if (!whole.isDirectory()) return [this.#path];
    const names = (await readdir(this.#path)).filter((name) => TELEMETRY_FILE.test(name)).sort();
    const files: string[] = [];
    for (const name of names) {
      const file = join(this.#path, name);
      const { mtimeMs } = await stat(file);
      if (mtimeMs >= writtenSince) files.push(file);
    }
    return files;
  }
}
