import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConnection } from '../../../main/cli/connectionFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-connection-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(connection: unknown) {
  const file = path.join(folder, 'aws.json');
  writeFileSync(file, typeof connection === 'string' ? connection : JSON.stringify(connection));
  return readConnection(file);
}

const AWS = {
  kind: 'awsIot',
  endpoint: 'a1-ats.iot.ap-northeast-2.amazonaws.com',
  auth: { type: 'certificate', certificate: { file: 'desk.pem' } },
  secrets: { privateKey: { file: 'desk.key' } },
};

describe('a connection’s file', () => {
  test('gives settings and secrets, with texts from files beside it', () => {
    writeFileSync(path.join(folder, 'desk.pem'), 'certificate\n');
    writeFileSync(path.join(folder, 'desk.key'), 'key\n');
    const { settings, secrets } = read(AWS);
    expect(settings).toMatchObject({
      kind: 'awsIot',
      auth: { certificate: 'certificate', port: 8883 },
      sessionSeconds: 300,
    });
    expect(secrets).toEqual({ privateKey: 'key' });
    expect(read({ kind: 'mqtt', url: 'mqtt://broker' })).toMatchObject({ secrets: {} });
  });

  test.each([
    ['no JSON', '{', /aws\.json is not valid JSON/],
    ['a list', [], /is not a JSON object/],
    ['another kind', { kind: 'serial' }, /kind must be "awsIot" or "mqtt"/],
    ['a file that is not there', AWS, /desk\.pem.*can't be read/],
    [
      'a wrong field',
      { ...AWS, auth: { type: 'certificate', certificate: '' }, secrets: {} },
      /auth\.certificate/,
    ],
    [
      'a secret that is missing',
      { ...AWS, auth: { type: 'certificate', certificate: 'pem' }, secrets: {} },
      /secrets\.privateKey is missing/,
    ],
    [
      'a secret of another kind',
      { kind: 'mqtt', url: 'mqtt://broker', secrets: { secretAccessKey: 'x' } },
      /secrets\.secretAccessKey is not one of this kind/,
    ],
  ])('with %s is refused, naming what is wrong', (_what, connection, said) => {
    expect(() => read(connection)).toThrow(said);
  });
});
