import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { presignMqtt } from '#engine/sources/presignMqtt.ts';

const AT = Date.UTC(2026, 0, 5, 1, 2, 3);
const HOST = 'a1b2c3-ats.iot.ap-northeast-2.amazonaws.com';
const KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const signed = (more: object = {}) =>
  presignMqtt({ host: HOST, region: 'ap-northeast-2', credentials: { ...KEYS, ...more }, at: AT });

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Signature Version 4, step by step as the service's documentation says it for MQTT over WebSocket. */
function expectedSignature(query: string): string {
  const canonical = ['GET', '/mqtt', query, `host:${HOST}`, '', 'host', sha256('')].join('\n');
  const scope = '20260105/ap-northeast-2/iotdevicegateway/aws4_request';
  const text = ['AWS4-HMAC-SHA256', '20260105T010203Z', scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${KEYS.secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

describe('the address that opens MQTT over WebSocket', () => {
  test('is signed for this endpoint, region and minute', async () => {
    const [path, query = ''] = (await signed()).split('?');
    expect(path).toBe('/mqtt');
    const given = new URLSearchParams(query);
    const signature = given.get('X-Amz-Signature');
    given.delete('X-Amz-Signature');
    expect(Object.fromEntries(given)).toEqual({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260105/ap-northeast-2/iotdevicegateway/aws4_request',
      'X-Amz-Date': '20260105T010203Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host',
    });
    const sorted = query
      .split('&')
      .filter((one) => !one.startsWith('X-Amz-Signature'))
      .sort()
      .join('&');
    expect(signature).toBe(expectedSignature(sorted));
  });

  test('has a session token behind the signature, which the broker does not want signed', async () => {
    const without = await signed();
    const token = 'FwoGZXIvYXdzE/+=';
    expect(await signed({ sessionToken: token })).toBe(
      `${without}&X-Amz-Security-Token=${encodeURIComponent(token)}`,
    );
  });
});
