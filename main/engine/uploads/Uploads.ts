import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AttachRefusal } from '#shared/response/attachment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { toStorageError } from '../storage/StorageError.ts';

/** More people than send files at once. */
const MAX_UPLOADS = 8;
/** An upload that nobody goes on with is given up after this. */
const IDLE_MS = 600_000;

export interface Upload {
  readonly id: string;
  /** What the file is for, like an incident. */
  readonly subject: string;
  readonly name: string;
  readonly byteLength: number;
  /** Whose it is: nobody else may go on with it. */
  readonly operatorId: string;
  readonly file: string;
}

interface Running extends Upload {
  readonly handle: FileHandle;
  received: number;
  touchedAt: EpochMs;
}

/** Files on their way in, chunk by chunk, beside the finished ones. A restart forgets them. */
export class Uploads {
  readonly #dir: string;
  readonly #now: () => EpochMs;
  readonly #running = new Map<string, Running>();

  constructor(dir: string, now: () => EpochMs) {
    this.#dir = dir;
    this.#now = now;
    rmSync(dir, { recursive: true, force: true });
  }

  /** How many bytes are announced for the subject and have not been taken out yet. */
  announced(subject: string): number {
    let bytes = 0;
    for (const upload of this.#running.values())
      if (upload.subject === subject) bytes += upload.byteLength;
    return bytes;
  }

  async begin(
    wanted: Pick<Upload, 'subject' | 'name' | 'byteLength' | 'operatorId'>,
  ): Promise<string | AttachRefusal> {
    await this.#giveUpIdle();
    if (this.#running.size >= MAX_UPLOADS) return 'busy';
    const id = randomUUID();
    const file = path.join(this.#dir, id);
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      const handle = await open(file, 'wx', 0o600);
      const running = { ...wanted, id, file, handle, received: 0, touchedAt: this.#now() };
      this.#running.set(id, running);
      return id;
    } catch (error) {
      return refusalOf(error, file);
    }
  }

  /** A chunk that comes again, because its answer was lost, is harmless. */
  async chunk(
    id: string,
    operatorId: string,
    offset: number,
    bytes: Uint8Array,
  ): Promise<AttachRefusal | null> {
    const upload = this.#of(id, operatorId);
    if (!upload) return 'interrupted';
    if (offset + bytes.byteLength <= upload.received) return null;
    if (offset !== upload.received) return this.#giveUp(upload, 'interrupted');
    if (offset + bytes.byteLength > upload.byteLength) return this.#giveUp(upload, 'tooLarge');
    // Counted before the write, so that a second chunk that comes meanwhile goes behind it.
    upload.received += bytes.byteLength;
    upload.touchedAt = this.#now();
    try {
      await upload.handle.write(bytes, 0, bytes.byteLength, offset);
      return null;
    } catch (error) {
      return this.#giveUp(upload, refusalOf(error, upload.file));
    }
  }

  /** Takes the upload out, whole and on disk. Its file is the caller's to move or to delete. */
  async finish(id: string, operatorId: string): Promise<Upload | AttachRefusal> {
    const upload = this.#of(id, operatorId);
    if (!upload) return 'interrupted';
    if (upload.received !== upload.byteLength) return this.#giveUp(upload, 'interrupted');
    this.#running.delete(id);
    try {
      await upload.handle.sync();
      return upload;
    } catch (error) {
      await rm(upload.file, { force: true });
      return refusalOf(error, upload.file);
    } finally {
      await upload.handle.close();
    }
  }

  async close(): Promise<void> {
    for (const upload of [...this.#running.values()]) await this.#giveUp(upload, 'interrupted');
  }

  #of(id: string, operatorId: string): Running | undefined {
    const upload = this.#running.get(id);
    return upload?.operatorId === operatorId ? upload : undefined;
  }

  async #giveUpIdle(): Promise<void> {
    const now = this.#now();
    for (const upload of [...this.#running.values()])
      if (Math.abs(now - upload.touchedAt) >= IDLE_MS) await this.#giveUp(upload, 'interrupted');
  }

  async #giveUp(upload: Running, why: AttachRefusal): Promise<AttachRefusal> {
    this.#running.delete(upload.id);
    await upload.handle.close().catch(() => undefined);
    await rm(upload.file, { force: true }).catch(() => undefined);
    return why;
  }
}

/** @throws everything but a full disk, which people can do something about. */
export function refusalOf(error: unknown, file: string): AttachRefusal {
  const known = toStorageError(error, file);
  if (known.code === 'diskFull') return 'diskFull';
  throw known;
}
