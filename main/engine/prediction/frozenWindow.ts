/** A window as an alarm's evidence keeps it: some kilobytes of text, bit for bit. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';

const CELLS = STEPS * FEATURE_COUNT;

/**
 * @param window shape [STEPS, FEATURE_COUNT]
 * @returns base64 of deflated float32, little endian, shape [FEATURE_COUNT, STEPS]: what changes little lies together
 */
export function freezeWindow(window: Float32Array): string {
  const turned = Buffer.alloc(CELLS * Float32Array.BYTES_PER_ELEMENT);
  for (let feature = 0; feature < FEATURE_COUNT; feature++)
    for (let step = 0; step < STEPS; step++)
      turned.writeFloatLE(window[step * FEATURE_COUNT + feature]!, (feature * STEPS + step) * 4);
  return deflateRawSync(turned).toString('base64');
}

/** @returns shape [STEPS, FEATURE_COUNT]; null for one that another version of the program froze, or that is damaged. */
export function thawWindow(text: string): Float32Array | null {
  let turned: Buffer;
  try {
    turned = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: CELLS * 8 });
  } catch {
    return null;
  }
  if (turned.byteLength !== CELLS * Float32Array.BYTES_PER_ELEMENT) return null;
  const window = new Float32Array(CELLS);
  for (let feature = 0; feature < FEATURE_COUNT; feature++)
    for (let step = 0; step < STEPS; step++)
      window[step * FEATURE_COUNT + feature] = turned.readFloatLE((feature * STEPS + step) * 4);
  return window;
}
