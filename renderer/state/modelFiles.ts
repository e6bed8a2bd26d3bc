/** A model file from the page to the engine, in chunks. */
import type { Offered } from '#shared/contract/prediction.ts';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';
import { type ActingParts, actAs } from './actAs.ts';
import { toBase64 } from './files.ts';

/**
 * @param progress told the share that has arrived, 0 to 1
 * @returns what became of it, or null when the operator declined to sign on
 */
export async function sendModel(
  parts: ActingParts,
  file: Pick<File, 'name' | 'size' | 'slice'>,
  progress: (share: number) => void,
): Promise<Offered | null> {
  const { name, size: byteLength } = file;
  const begun = await actAs(parts, (client, session, options) =>
    client.prediction.offerBegin({ session, name, byteLength }, options),
  );
  if (begun === null || !begun.done) return begun;
  const { uploadId } = begun;
  for (let offset = 0; offset < byteLength; offset += CHUNK_BYTES) {
    const part = await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer();
    const data = toBase64(new Uint8Array(part));
    const sent = await actAs(parts, (client, session, options) =>
      client.prediction.offerChunk({ session, uploadId, offset, data }, options),
    );
    if (sent === null || !sent.done) return sent;
    progress(Math.min(1, (offset + CHUNK_BYTES) / byteLength));
  }
  return actAs(parts, (client, session, options) =>
    client.prediction.offerFinish({ session, uploadId }, options),
  );
}
