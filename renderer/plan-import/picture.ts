/** Pictures made ready for the engine: turned upright as the camera says, and no larger than a desk can hold. */
import { MAX_DRAWING_BYTES, MAX_PIXELS, MAX_SIDE_PX } from '#shared/plans/drawing.ts';

export function canvasBlob(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)),
      type,
      0.92,
    );
  });
}

/** How much smaller a picture has to be; 1 for one that fits. */
export function shrinkage(width: number, height: number): number {
  const byPixels = Math.sqrt(MAX_PIXELS / (width * height));
  return Math.min(1, byPixels, MAX_SIDE_PX / Math.max(width, height));
}

/** Near the start of a photograph; the engine takes it out, and with it which way up it was held. */
function hasCameraRemarks(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  return head.includes('Exif\0');
}

/** @throws when the browser can't read it */
export async function uprightPicture(
  bytes: Uint8Array<ArrayBuffer>,
  type: 'image/png' | 'image/jpeg',
): Promise<Blob> {
  const given = new Blob([bytes], { type });
  const bitmap = await createImageBitmap(given);
  try {
    const times = shrinkage(bitmap.width, bitmap.height);
    const fits = times === 1 && bytes.length <= MAX_DRAWING_BYTES[type];
    if (fits && !(type === 'image/jpeg' && hasCameraRemarks(bytes))) return given;
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(bitmap.width * times);
    canvas.height = Math.floor(bitmap.height * times);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await canvasBlob(canvas, fits || times < 1 ? type : 'image/jpeg');
  } finally {
    bitmap.close();
  }
}
