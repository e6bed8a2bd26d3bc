/** A file that somebody chose, as a drawing that the engine has: what it is decides how, and its name decides nothing. */
import {
  type DrawingRefusal,
  type DrawingView,
  type FloorDrawing,
  MAX_UPLOAD_BYTES,
  type SourceKind,
  sourceKindOf,
} from '#shared/plans/drawing.ts';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';
import { type ActingParts, actAs } from '../state/actAs.ts';
import { toBase64 } from '../state/files.ts';
import type { DxfDrawing } from './dxfDrawing.ts';
import { uprightPicture } from './picture.ts';

/** What the page finds out itself, beside what the engine refuses. */
export type ImportProblem = DrawingRefusal | 'nothingInIt' | 'unreadable';

interface Imported {
  readonly drawing: DrawingView;
  readonly source: FloorDrawing['source'];
  /** How wide it is, where the file says so. */
  readonly metres: number | null;
}

export type ImportAnswer =
  | { readonly done: true; readonly imported: Imported }
  | { readonly done: false; readonly problem: ImportProblem };

/** Larger than any drawing: read by the page alone, and not sent. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file that was looked at. A PDF waits for its page to be chosen. */
export interface ReadFile {
  readonly name: string;
  readonly kind: SourceKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function readFile(file: File): Promise<ReadFile | ImportProblem> {
  if (file.size === 0) return 'empty';
  if (file.size > MAX_FILE_BYTES) return 'tooLarge';
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = sourceKindOf(bytes);
  return kind === undefined ? 'unknownType' : { name: file.name.slice(-200), kind, bytes };
}

/** @returns null when the operator declined to sign on */
export async function importFile(
  parts: ActingParts,
  { name, kind, bytes }: ReadFile,
  progress: (share: number) => void,
): Promise<ImportAnswer | null> {
  const source = { name, kind, page: null };
  switch (kind) {
    case 'svg':
      return send(parts, new Blob([bytes]), { source, metres: null }, progress);
    case 'png':
    case 'jpeg': {
      const type = kind === 'png' ? 'image/png' : 'image/jpeg';
      const picture = await uprightPicture(bytes, type).catch(() => null);
      if (picture === null) return { done: false, problem: 'damaged' };
      return send(parts, picture, { source, metres: null }, progress);
    }
    case 'dxf': {
      const drawn = await drawDxf(bytes);
      if (!drawn.done) return { done: false, problem: drawn.why };
      const { svg, metres } = drawn;
      return send(parts, new Blob([svg]), { source, metres }, progress);
    }
    case 'pdf':
      throw new Error('a page of it has to be chosen');
  }
}

/** @param picture the page that was chosen */
export function importPage(
  parts: ActingParts,
  { name }: Pick<ReadFile, 'name'>,
  page: number,
  picture: Blob,
  progress: (share: number) => void,
): Promise<ImportAnswer | null> {
  return send(parts, picture, { source: { name, kind: 'pdf', page }, metres: null }, progress);
}

function drawDxf(bytes: Uint8Array<ArrayBuffer>): Promise<DxfDrawing> {
  const worker = new Worker(new URL('./dxf.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<DxfDrawing>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<DxfDrawing>) => resolve(data));
    worker.addEventListener('error', () => resolve({ done: false, why: 'damaged' }));
    worker.postMessage(bytes.buffer, [bytes.buffer]);
  }).finally(() => worker.terminate());
}

async function send(
  parts: ActingParts,
  file: Blob,
  known: Omit<Imported, 'drawing'>,
  progress: (share: number) => void,
): Promise<ImportAnswer | null> {
  const byteLength = file.size;
  if (byteLength > MAX_UPLOAD_BYTES) return { done: false, problem: 'tooLarge' };
  const { name } = known.source;
  const begun = await actAs(parts, (client, session, options) =>
    client.plans.drawingBegin({ session, name, byteLength }, options),
  );
  if (begun === null) return null;
  if (!begun.done) return { done: false, problem: begun.refusal };
  const { uploadId } = begun;
  for (let offset = 0; offset < byteLength; offset += CHUNK_BYTES) {
    const part = await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer();
    const data = toBase64(new Uint8Array(part));
    const sent = await actAs(parts, (client, session, options) =>
      client.plans.drawingChunk({ session, uploadId, offset, data }, options),
    );
    if (sent === null) return null;
    if (!sent.done) return { done: false, problem: sent.refusal };
    progress(Math.min(1, (offset + CHUNK_BYTES) / byteLength));
  }
  const taken = await actAs(parts, (client, session, options) =>
    client.plans.drawingFinish({ session, uploadId }, options),
  );
  if (taken === null) return null;
  if (!taken.done) return { done: false, problem: taken.refusal };
  return { done: true, imported: { ...known, drawing: taken.drawing } };
}
