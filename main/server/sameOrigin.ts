import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request was made by our own page or by no page at all. A browser names the page that asks
 * (`Origin`, `Sec-Fetch-Site`) and doesn't let it lie; programs that are no browser send neither.
 * WebSocket is not covered by the same-origin policy, so without this any page could open one to the desk.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  // Only the host is compared: behind a proxy that ends TLS, the scheme here is not the page's.
  return new URL(origin).host === new URL(`http://${host}`).host || origin.endsWith(`://${host}`);
}
