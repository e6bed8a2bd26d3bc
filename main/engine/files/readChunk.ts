import { open } from 'node:fs/promises';
import { CHUNK_BYTES } from '#shared/response/attachment.ts';

/** A part of a file, as it travels to a page. */
export interface Chunk {
  /** Base64. */
  readonly data: string;
  /** Where the next part begins, in bytes; null after the last. */
  readonly next: number | null;
}

/** @param length of the whole file, in bytes. @returns undefined when the file is gone */
export async function readChunk(
  file: string,
  offset: number,
  length: number,
): Promise<Chunk | undefined> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, offset);
    const next = offset + bytesRead;
    return {
      data: buffer.subarray(0, bytesRead).toString('base64'),
      next: bytesRead > 0 && next < length ? next : null,
    };
  } finally {
    await handle.close();
  }
}
