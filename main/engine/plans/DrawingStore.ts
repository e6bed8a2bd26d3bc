import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { DrawingChunk, DrawingStep, DrawingTaken } from '#shared/contract/planViews.ts';
import {
  type DrawingRefusal,
  type DrawingType,
  type DrawingView,
  MAX_UPLOAD_BYTES,
} from '#shared/plans/drawing.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { readChunk } from '../files/readChunk.ts';
import { refusalOf, type Upload, Uploads } from '../uploads/Uploads.ts';
import { readDrawing } from './readDrawing.ts';

interface DrawingRow {
  readonly sha256: string;
  readonly media_type: DrawingType;
  readonly width: number;
  readonly height: number;
  readonly byte_length: number;
  readonly removed_json: string;
  readonly at_ms: EpochMs;
  readonly operator: string;
}

export interface DrawingParts {
  /** `<data>/plans`; made when the first drawing comes. */
  readonly dir: string;
  readonly db: Database.Database;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
}

const SUBJECT = 'plan';
const NAME = /^[0-9a-f]{64}$/;
/** A drawing that came in and went on no plan is forgotten after this. */
const UNUSED_MS = 86_400_000;

/** Drawings as files, named by the SHA-256 of their bytes: nothing that a person typed is ever a path. */
export class DrawingStore {
  readonly #parts: DrawingParts;
  readonly #uploads: Uploads;
  readonly #insert: Database.Statement<[DrawingRow]>;
  readonly #byHash: Database.Statement<[string], DrawingRow>;
  readonly #old: Database.Statement<[EpochMs], string>;
  readonly #drop: Database.Statement<[string]>;

  constructor(parts: DrawingParts) {
    this.#parts = parts;
    this.#uploads = new Uploads(path.join(parts.dir, '.incoming'), parts.now);
    this.#insert = parts.db.prepare(
      `INSERT INTO plan_drawing VALUES (@sha256, @media_type, @width, @height, @byte_length,
         @removed_json, @at_ms, @operator) ON CONFLICT DO NOTHING`,
    );
    this.#byHash = parts.db.prepare('SELECT * FROM plan_drawing WHERE sha256 = ?');
    this.#old = parts.db
      .prepare<[EpochMs], string>('SELECT sha256 FROM plan_drawing WHERE at_ms < ?')
      .pluck();
    this.#drop = parts.db.prepare('DELETE FROM plan_drawing WHERE sha256 = ?');
  }

  find(sha256: string): DrawingView | undefined {
    const row = this.#byHash.get(sha256);
    return row && viewOf(row);
  }

  async begin(name: string, byteLength: number, by: Caller): Promise<DrawingStep> {
    if (byteLength === 0) return refused('empty');
    if (byteLength > MAX_UPLOAD_BYTES) return refused('tooLarge');
    const { operatorId } = by;
    const begun = await this.#uploads.begin({ subject: SUBJECT, name, byteLength, operatorId });
    if (begun === 'busy' || begun === 'diskFull') return refused(begun);
    return { done: true, uploadId: begun };
  }

  async chunk(uploadId: string, offset: number, base64: string, by: Caller): Promise<DrawingStep> {
    const bytes = Buffer.from(base64, 'base64');
    const refusal = await this.#uploads.chunk(uploadId, by.operatorId, offset, bytes);
    return refusal === null ? { done: true, uploadId } : refused(ofUpload(refusal));
  }

  /** Cleans the file and keeps it. The same drawing again is the one that is there. */
  async finish(uploadId: string, by: Caller): Promise<DrawingTaken> {
    const upload = await this.#uploads.finish(uploadId, by.operatorId);
    if (typeof upload === 'string') return refused(ofUpload(upload));
    try {
      const read = readDrawing(await readFile(upload.file));
      if (typeof read === 'string') return refused(read);
      const { bytes, mediaType, width, height, removed } = read;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      // The file first: a row without its file would be a promise that nobody can keep.
      await writeFile(upload.file, bytes, { mode: 0o600, flush: true });
      await rename(upload.file, this.#file(sha256));
      const drawing = { sha256, mediaType, width, height, byteLength: bytes.length, removed };
      return { done: true, drawing: this.#record(drawing, upload, by) };
    } catch (error) {
      return refused(ofUpload(refusalOf(error, upload.file)));
    } finally {
      await rm(upload.file, { force: true });
    }
  }

  /** @returns undefined when there is no such drawing, or its file is gone */
  async read(sha256: string, offset: number): Promise<DrawingChunk | undefined> {
    const row = this.#byHash.get(sha256);
    if (!row) return undefined;
    const chunk = await readChunk(this.#file(row.sha256), offset, row.byte_length);
    return chunk && { mediaType: row.media_type, ...chunk };
  }

  /** Forgets drawings that came in a day ago and are on no plan, and files that nobody knows. Call it at start. */
  sweep(used: ReadonlySet<string>): void {
    for (const sha256 of this.#old.all(this.#parts.now() - UNUSED_MS))
      if (!used.has(sha256)) this.#drop.run(sha256);
    mkdirSync(this.#parts.dir, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#parts.dir))
      if (NAME.test(name) && !this.#byHash.get(name)) rmSync(path.join(this.#parts.dir, name));
  }

  close(): Promise<void> {
    return this.#uploads.close();
  }

  #record(drawing: DrawingView, upload: Upload, by: Caller): DrawingView {
    const { db, audit, now } = this.#parts;
    const { sha256, mediaType, width, height, byteLength, removed } = drawing;
    return db
      .transaction(() => {
        const known = this.#byHash.get(sha256);
        if (known) return viewOf(known);
        this.#insert.run({
          sha256,
          media_type: mediaType,
          width,
          height,
          byte_length: byteLength,
          removed_json: JSON.stringify(removed),
          at_ms: Math.round(now()),
          operator: by.operator,
        });
        const detail = { name: upload.name, byteLength };
        audit.append({ by, action: 'plan.drawing', subject: sha256, detail });
        return drawing;
      })
      .immediate();
  }

  #file(sha256: string): string {
    // From the database, which a damaged disk or another program may have written.
    if (!NAME.test(sha256)) throw new Error('not the name of a drawing');
    return path.join(this.#parts.dir, sha256);
  }
}

function viewOf(row: DrawingRow): DrawingView {
  return {
    sha256: row.sha256,
    mediaType: row.media_type,
    width: row.width,
    height: row.height,
    byteLength: row.byte_length,
    removed: JSON.parse(row.removed_json) as readonly string[],
  };
}

const refused = (refusal: DrawingRefusal): { readonly done: false; refusal: DrawingRefusal } => ({
  done: false,
  refusal,
});

/** Uploads of other rooms know refusals that don't happen here. */
function ofUpload(refusal: string): DrawingRefusal {
  if (refusal === 'tooLarge' || refusal === 'diskFull' || refusal === 'busy') return refusal;
  return 'interrupted';
}
