/** Reads a DXF beside the page: a large one takes seconds, in which no alarm may wait. */
import { dxfDrawing, dxfText } from './dxfDrawing.ts';

self.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
  self.postMessage(dxfDrawing(dxfText(new Uint8Array(data))));
});
