/** The few pages that the host writes itself: no script, one style whose hash the policy names. */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const STYLE =
  ':root{color-scheme:dark light}body{font:16px/1.6 system-ui,sans-serif;max-width:38rem;margin:15vh auto;' +
  'padding:0 1.5rem}h1{font-size:1.4rem}code,input{font:inherit;font-family:ui-monospace,monospace}' +
  'input,button{padding:.5rem .75rem;font-size:1rem}form{display:flex;gap:.5rem;margin-top:1.5rem}input{flex:1}';

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param body HTML written here in the program; nothing that came from outside goes into it. */
export function sendPlainPage(
  reply: FastifyReply,
  status: number,
  title: string,
  body: string,
): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${title} · Emberwatch</title><style>${STYLE}</style><h1>${title}</h1>${body}</html>`,
    );
}
