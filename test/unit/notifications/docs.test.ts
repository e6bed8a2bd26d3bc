import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signatureOf } from '#engine/notifications/channels/WebhookChannel.ts';

type IsGenuine = (headers: Record<string, string>, body: string, key: string) => boolean;

const KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The sample as a reader would copy it out of the guide. */
async function sampleOf(language: string): Promise<IsGenuine> {
  const url = new URL(`../../../docs/admin-guide.${language}.md`, import.meta.url);
  const code = /```js\n(import \{ createHmac[\s\S]*?)```/.exec(readFileSync(url, 'utf8'))?.[1];
  if (code === undefined) throw new Error('the guide has no sample');
  const module = Buffer.from(`${code}\nexport { isGenuine };`).toString('base64');
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${module}`)).isGenuine;
}

test.each(['ko', 'en'])(
  "the %s guide's sample takes what the desk signs, and nothing else",
  async (language) => {
    const isGenuine = await sampleOf(language);
    const at = String(Math.floor(Date.now() / 1000));
    const headers = (body: string, said: Record<string, string> = {}) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': at,
      'webhook-signature': signatureOf(KEY, 'msg_1', at, body),
      ...said,
    });
    expect(isGenuine(headers('{"a":"화재"}'), '{"a":"화재"}', KEY)).toBe(true);
    expect(isGenuine(headers('{}'), '{"a":1}', KEY)).toBe(false);
    expect(isGenuine(headers('{}', { 'webhook-id': 'msg_2' }), '{}', KEY)).toBe(false);
    expect(isGenuine(headers('{}', { 'webhook-signature': 'v1,' }), '{}', KEY)).toBe(false);
    const old = String(Number(at) - 3_600);
    const replayed = {
      'webhook-timestamp': old,
      'webhook-signature': signatureOf(KEY, 'msg_1', old, '{}'),
    };
    expect(isGenuine(headers('{}', replayed), '{}', KEY)).toBe(false);
  },
);
