import { expect, it } from 'vitest';
import { ENGINE_LOST, ENGINE_PORT, readBridgeMessage } from '#shared/desktop/bridge.ts';
import { contentSecurityPolicy } from '#shared/security/contentSecurityPolicy.ts';
import { securityHeaders } from '#shared/security/securityHeaders.ts';

it('lets the page run its own files and nothing else', () => {
  expect(contentSecurityPolicy({ connect: [] })).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      "connect-src 'self'; media-src 'self' blob: data:; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'",
  );
});

it('adds the places that a host connects to', () => {
  expect(contentSecurityPolicy({ connect: ['ws://127.0.0.1:8080'] })).toContain(
    "connect-src 'self' ws://127.0.0.1:8080;",
  );
});

it.each(['', 'a b', "x; script-src 'unsafe-inline'", 'a,b'])('refuses %j as a source', (source) => {
  expect(() => contentSecurityPolicy({ connect: [source] })).toThrow('not one CSP source');
});

it('sends the policy with headers that close the other doors', () => {
  expect(securityHeaders({ connect: [] })).toMatchObject({
    'content-security-policy': contentSecurityPolicy({ connect: [] }),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

it.each([
  [{ type: ENGINE_PORT }, { type: ENGINE_PORT }],
  [
    { type: ENGINE_LOST, willRetryInMs: 500, more: 1 },
    { type: ENGINE_LOST, willRetryInMs: 500 },
  ],
  [
    { type: ENGINE_LOST, willRetryInMs: null },
    { type: ENGINE_LOST, willRetryInMs: null },
  ],
  [{ type: ENGINE_LOST }, null],
  [{ type: ENGINE_LOST, willRetryInMs: '500' }, null],
  [{ type: ENGINE_LOST, willRetryInMs: Number.NaN }, null],
  [{ type: 'something else' }, null],
  [{}, null],
  ['emberwatch:engine-port', null],
  [null, null],
])('reads %j as %j', (data, message) => {
  expect(readBridgeMessage(data)).toEqual(message);
});
