/** The renderer's files, and what to show while they have not been built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Access } from './Access.ts';
import { callerOf } from './callerOf.ts';
import { sendPlainPage } from './plainPage.ts';
import { sendRefusal } from './refusals.ts';

const MISSING =
  '<p>화면 파일이 아직 만들어지지 않았습니다. 이 컴퓨터에서 다음 명령을 실행한 뒤 새로 고치십시오.</p>' +
  '<p>The page has not been built. Run this on the machine, then reload.</p>' +
  '<p><code>npm run build:renderer</code></p>' +
  '<p>감시는 계속되고 있습니다. · Monitoring is running.</p>';

const SIGN_ON =
  '<p>이 관제 화면은 접속 토큰이 있어야 열립니다. 토큰은 설치한 사람에게 문의하십시오.</p>' +
  '<p>This desk opens with its access token. Ask whoever installed it.</p>' +
  '<form method="post" action="/access"><input name="token" type="password" required autofocus ' +
  'autocomplete="off" aria-label="token"><button>열기 · Open</button></form>';

const WRONG = '<p><strong>토큰이 맞지 않습니다. · The token is wrong.</strong></p>';
const WAIT =
  '<p><strong>잘못된 토큰이 너무 많습니다. 1분 뒤에 다시 하십시오. · Too many wrong tokens: wait a minute.</strong></p>';

export async function servePage(
  app: FastifyInstance,
  { rendererDir, access }: { readonly rendererDir: string; readonly access: Access },
): Promise<void> {
  await app.register(async (files) => {
    files.addHook('onRequest', async (request, reply) => {
      const refusal = access.refuseDesk(callerOf(request));
      if (!refusal) return;
      if (request.url === '/' || request.url === '/index.html')
        return sendPlainPage(
          reply,
          refusal.status,
          '접속 · Access',
          (refusal.status === 429 ? WAIT : '') + SIGN_ON,
        );
      return sendRefusal(reply, refusal);
    });
    const index = join(rendererDir, 'index.html');
    // Looked for at every request: it may be built while the host runs.
    files.get('/', async (_request, reply) =>
      existsSync(index)
        ? reply.header('cache-control', 'no-cache').sendFile('index.html')
        : sendPlainPage(reply, 503, '화면 없음 · Page not built', MISSING),
    );
    await files.register(fastifyStatic, {
      root: rendererDir,
      suppressWarning: true,
      index: false,
      dotfiles: 'deny',
      setHeaders: (reply, path) => {
        // Vite puts a hash of the content into these names.
        const hashed = path.startsWith(join(rendererDir, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
      cacheControl: false,
    });
  });

  await app.register(async (form) => {
    form.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    form.post('/access', async (request, reply) => {
      const given = request.body instanceof URLSearchParams ? request.body.get('token') : null;
      const outcome = access.signOn((given ?? '').trim(), request.ip);
      if ('cookie' in outcome)
        return reply.code(303).header('set-cookie', outcome.cookie).header('location', '/').send();
      return sendPlainPage(
        reply,
        outcome.status,
        '접속 · Access',
        (outcome.status === 429 ? WAIT : WRONG) + SIGN_ON,
      );
    });
  });
}
