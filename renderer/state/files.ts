/** Files between the page and the engine, in chunks, and from the page to the person's disk. */
import type { AttachmentView } from '#shared/contract/responseViews.ts';
import {
  type AttachRefusal,
  CHUNK_BYTES,
  MAX_ATTACHMENT_BYTES,
} from '#shared/response/attachment.ts';
import { type ActingParts, actAs } from './actAs.ts';
import type { Request } from './engineClient.ts';

/** Of a call that spreads its arguments: more would overflow the stack. */
const SPREAD = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += SPREAD)
    text += String.fromCharCode(...bytes.subarray(at, at + SPREAD));
  return btoa(text);
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * @param progress told the share that has arrived, 0 to 1
 * @returns the attachment, why it was refused, or null when the operator declined to sign on
 */
export async function sendFile(
  parts: ActingParts,
  incidentId: string,
  file: Pick<File, 'name' | 'size' | 'slice'>,
  progress: (share: number) => void,
): Promise<AttachmentView | AttachRefusal | null> {
  const { name, size: byteLength } = file;
  if (byteLength > MAX_ATTACHMENT_BYTES) return 'tooLarge';
  const begun = await actAs(parts, (client, session, options) =>
    client.incidents.attachBegin({ session, incidentId, name, byteLength }, options),
  );
  if (begun === null) return null;
  if (!begun.done) return begun.refusal;
  const { uploadId } = begun;
  for (let offset = 0; offset < byteLength; offset += CHUNK_BYTES) {
    const part = await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer();
    const data = toBase64(new Uint8Array(part));
    const sent = await actAs(parts, (client, session, options) =>
      client.incidents.attachChunk({ session, uploadId, offset, data }, options),
    );
    if (sent === null) return null;
    if (!sent.done) return sent.refusal;
    progress(Math.min(1, (offset + CHUNK_BYTES) / byteLength));
  }
  const finished = await actAs(parts, (client, session, options) =>
    client.incidents.attachFinish({ session, uploadId }, options),
  );
  if (finished === null) return null;
  return finished.done ? finished.attachment : finished.refusal;
}

/** The whole file, as a blob of the type that the engine found it to be. */
export async function fetchFile(request: Request, attachmentId: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let type = '';
  for (let offset: number | null = 0; offset !== null; ) {
    const from: number = offset;
    const chunk = await request((client, options) =>
      client.incidents.attachment({ attachmentId, offset: from }, options),
    );
    parts.push(fromBase64(chunk.data));
    type = chunk.attachment.mediaType;
    offset = chunk.next;
  }
  return new Blob(parts, { type });
}

/** Hands a file to the browser's, or the desktop's, own way of saving. */
export function saveBlob(page: Document, name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = page.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the download has only been asked for.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
