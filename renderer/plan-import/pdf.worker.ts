/** pdf.js' own worker, bundled with the page: a PDF is read beside the page, and nothing is fetched from elsewhere. */
import 'pdfjs-dist/build/pdf.worker.mjs';
