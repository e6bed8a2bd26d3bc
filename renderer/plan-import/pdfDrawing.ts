/** Pages of a PDF as pictures. The reader is fetched only when somebody imports a PDF. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { canvasBlob } from './picture.ts';

/** Pixels of the longer side: a wall of 10 cm is two pixels wide on a floor of 200 m. */
const SIDE_PX = 4_096;
const MAX_PAGES = 500;

/** Character maps of fonts that Korean programs don't embed. */
const CHARACTER_MAPS = import.meta.glob<string>(
  [
    '../../node_modules/pdfjs-dist/cmaps/KSC*.bcmap',
    '../../node_modules/pdfjs-dist/cmaps/UniKS*.bcmap',
    '../../node_modules/pdfjs-dist/cmaps/Adobe-Korea1*.bcmap',
  ],
  { query: '?url', import: 'default', exhaustive: true },
);

/** Hands pdf.js what was bundled; everything else it does without. */
class BundledData {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const found = Object.entries(CHARACTER_MAPS).find(([path]) => path.endsWith(`/${filename}`));
    if (found === undefined) throw new Error(`${filename} is not bundled`);
    const response = await fetch(await found[1]());
    return new Uint8Array(await response.arrayBuffer());
  }
}

export interface OpenPdf {
  readonly pages: number;
  /** A PNG of the page, the first is 1. @param side pixels of the longer side */
  picture(page: number, side?: number): Promise<Blob>;
  close(): Promise<void>;
}

/** @throws when it is damaged or locked with a password */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist');
  GlobalWorkerOptions.workerPort ??= new Worker(new URL('./pdf.worker.ts', import.meta.url), {
    type: 'module',
  });
  const task = getDocument({
    // A copy: the worker takes it away.
    data: bytes.slice(),
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    disableWorkerRendering: true,
    cMapUrl: 'bundled/',
    cMapPacked: true,
    BinaryDataFactory: BundledData,
    verbosity: 0,
  });
  const pdf: PDFDocumentProxy = await task.promise;
  return {
    pages: Math.min(pdf.numPages, MAX_PAGES),
    picture: async (page, side = SIDE_PX) => draw(await pdf.getPage(page), side),
    close: () => task.destroy(),
  };
}

async function draw(page: PDFPageProxy, side: number): Promise<Blob> {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: side / Math.max(natural.width, natural.height) });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  await page.render({ canvas, viewport, background: '#ffffff' }).promise;
  return canvasBlob(canvas, 'image/png');
}
