import { createHash } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { AttachmentChunk } from '#shared/contract/incidents.ts';
import type { AttachmentView } from '#shared/contract/responseViews.ts';
import {
  type AttachRefusal,
  EXTENSIONS,
  MAX_ATTACHMENT_BYTES,
  MAX_INCIDENT_BYTES,
  magicType,
} from '#shared/response/attachment.ts';
import { safeFileName, withExtension } from '#shared/response/fileName.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { readChunk } from '../files/readChunk.ts';
import { refusalOf, type Upload, Uploads } from '../uploads/Uploads.ts';
import type { IncidentStore } from './IncidentStore.ts';
import { type AttachmentRow, attachmentOf } from './incidentRow.ts';
import { textType } from './textType.ts';

export interface AttachmentParts {
  /** `<data>/attachments`; made when the first file comes. */
  readonly dir: string;
  readonly db: Database.Database;
  readonly store: IncidentStore;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
  readonly changed: () => void;
}

/**
 * Files that belong to incidents. Their names on disk are the SHA-256 of their bytes: nothing that a person typed is
 * ever a path, and a file that was changed on disk shows.
 */
export class Attachments {
  readonly #parts: AttachmentParts;
  readonly #uploads: Uploads;
  readonly #used: Database.Statement<[string], number>;
  readonly #same: Database.Statement<[string, string], AttachmentRow>;
  readonly #byId: Database.Statement<[number], AttachmentRow>;
  readonly #insert: Database.Statement<[Omit<AttachmentRow, 'id'>]>;

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
    this.#uploads = new Uploads(path.join(parts.dir, '.incoming'), parts.now);
    this.#used = parts.db
      .prepare<[string], number>(
        'SELECT coalesce(sum(byte_length), 0) FROM attachment WHERE incident_id = ?',
      )
      .pluck();
    this.#same = parts.db.prepare('SELECT * FROM attachment WHERE incident_id = ? AND sha256 = ?');
    this.#byId = parts.db.prepare('SELECT * FROM attachment WHERE id = ?');
    this.#insert = parts.db.prepare(
      `INSERT INTO attachment
         (incident_id, sha256, name, media_type, byte_length, at_ms, operator, desk)
       VALUES (@incident_id, @sha256, @name, @media_type, @byte_length, @at_ms, @operator, @desk)`,
    );
  }

  /** @returns undefined when there is no such incident */
  async begin(
    wanted: Pick<Upload, 'name' | 'byteLength'> & { readonly incidentId: string },
    by: Caller,
  ): Promise<{ readonly uploadId: string } | AttachRefusal | undefined> {
    const incident = this.#parts.store.find(wanted.incidentId);
    if (!incident) return undefined;
    const { name, byteLength } = wanted;
    if (byteLength === 0) return 'empty';
    if (byteLength > MAX_ATTACHMENT_BYTES) return 'tooLarge';
    const taken = (this.#used.get(incident.id) ?? 0) + this.#uploads.announced(incident.id);
    if (taken + byteLength > MAX_INCIDENT_BYTES) return 'incidentFull';
    const { operatorId } = by;
    const subject = incident.id;
    const begun = await this.#uploads.begin({ subject, name, byteLength, operatorId });
    return isRefusal(begun) ? begun : { uploadId: begun };
  }

  chunk(
    uploadId: string,
    offset: number,
    base64: string,
    by: Caller,
  ): Promise<AttachRefusal | null> {
    const bytes = Buffer.from(base64, 'base64');
    return this.#uploads.chunk(uploadId, by.operatorId, offset, bytes);
  }

  /** Looks at what the file is, whatever its name says, and keeps it. The same file again is the one that is there. */
  async finish(uploadId: string, by: Caller): Promise<AttachmentView | AttachRefusal> {
    const upload = await this.#uploads.finish(uploadId, by.operatorId);
    if (typeof upload === 'string') return upload;
    try {
      const bytes = await readFile(upload.file);
      const mediaType = magicType(bytes) ?? textType(bytes);
      if (mediaType === undefined) return 'unknownType';
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      // The file first: a row without its file would be a promise that nobody can keep.
      await rename(upload.file, this.#file(sha256));
      const name = withExtension(safeFileName(upload.name), EXTENSIONS[mediaType]);
      return this.#record(upload, { name, mediaType, sha256 }, by);
    } catch (error) {
      return refusalOf(error, upload.file);
    } finally {
      await rm(upload.file, { force: true });
    }
  }

  /** @returns undefined when there is no such attachment, or its file is gone */
  async read(attachmentId: number, offset: number): Promise<AttachmentChunk | undefined> {
    const row = this.#byId.get(attachmentId);
    if (!row) return undefined;
    const chunk = await readChunk(this.#file(row.sha256), offset, row.byte_length);
    return chunk && { attachment: attachmentOf(row), ...chunk };
  }

  close(): Promise<void> {
    return this.#uploads.close();
  }

  #record(
    { subject, byteLength }: Upload,
    file: Pick<AttachmentView, 'name' | 'mediaType' | 'sha256'>,
    by: Caller,
  ): AttachmentView {
    const { db, store, audit, now, changed } = this.#parts;
    const { name, mediaType, sha256 } = file;
    const { operator, desk } = by;
    const row = db
      .transaction(() => {
        // It may have been merged into another while the file was on its way.
        const incident = store.find(subject)?.id ?? subject;
        const known = this.#same.get(incident, sha256);
        if (known) return known;
        const at = now();
        const added = {
          incident_id: incident,
          sha256,
          name,
          media_type: mediaType,
          byte_length: byteLength,
          at_ms: at,
          operator,
          desk,
        };
        const id = Number(this.#insert.run(added).lastInsertRowid);
        const detail = { attachmentId: id, name };
        store.addEvent(incident, { at, type: 'attach', by: operator, desk, text: null, detail });
        const said = { ...detail, sha256, byteLength };
        audit.append({ by, action: 'incident.attach', subject: incident, detail: said });
        return { ...added, id };
      })
      .immediate();
    changed();
    return attachmentOf(row);
  }

  #file(sha256: string): string {
    // From the database, which a damaged disk or another program may have written.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the name of an attachment');
    return path.join(this.#parts.dir, sha256);
  }
}

const isRefusal = (begun: string | AttachRefusal): begun is AttachRefusal =>
  begun === 'busy' || begun === 'diskFull';
