/**
 * The page's Content-Security-Policy, the same in both hosts but for where it may connect.
 *
 * No inline script and no inline style: what a device or an operator wrote can then never run as code. Styles set
 * through the CSSOM (React's `style`, canvas charts) are allowed by the standard; a `style="…"` attribute inside
 * markup given to `innerHTML` is not, which includes echarts' HTML tooltips (use `renderMode: 'richText'`).
 *
 * @param host.connect what `connect-src` allows besides `'self'`, e.g. `ws://127.0.0.1:8080`.
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(host: { readonly connect: readonly string[] }): string {
  for (const source of host.connect) {
    // A space or a semicolon would add a source or a directive that nobody reviewed.
    if (!/^[^\s;,]+$/.test(source)) throw new Error(`not one CSP source: ${source}`);
  }
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...host.connect].join(' ')}`,
    "media-src 'self' blob: data:",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
