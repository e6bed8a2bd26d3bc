/**
 * `app://console/`: the built renderer, from disk. A scheme of its own and not `file:`, so that the page has an
 * origin, gets a Content-Security-Policy as a header, and can read no other file.
 */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';
import { securityHeaders } from '#shared/security/securityHeaders.ts';
import { resolveAsset } from './resolveAsset.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'console';
export const PAGE_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Electron takes these once, and only before it is ready. */
export const APP_SCHEMES: CustomScheme[] = [
  {
    scheme: APP_SCHEME,
    privileges: {
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
      codeCache: true,
    },
  },
];

const HEADERS = securityHeaders({ connect: [] });

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

function refusal(status: 403 | 404 | 405): Response {
  return new Response(null, { status, headers: HEADERS });
}

/**
 * Serves the files below `root`: 405 for anything but reading, 403 for an address that tries to leave, 404 for what
 * is not there. Refusals carry the same headers, since an error page is a page too.
 */
function createAppHandler(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const url = new URL(request.url);
    if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return refusal(404);
    const asset = await resolveAsset(root, url.pathname);
    if (!asset.found) return refusal(asset.status);
    const body = request.method === 'HEAD' ? null : await readFile(asset.file);
    const type = MIME_TYPES[extname(asset.file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(body, {
      headers: { ...HEADERS, 'content-type': type, 'cache-control': 'no-cache' },
    });
  };
}

export function serveApp(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(APP_SCHEME, createAppHandler(root));
}
