import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { keyFileSealer } from '#engine/secrets/keyFileSealer.ts';
import { SealedSecretStore } from '#engine/secrets/SealedSecretStore.ts';
import { temporaryFolder } from '../storage/folder.ts';

const SECRET = '비밀 password 1234567890';

describe('secrets sealed with a key file', () => {
  let file: string;
  let keyFile: string;
  const open = () => new SealedSecretStore(file, keyFileSealer(keyFile));
  beforeEach(() => {
    const folder = temporaryFolder();
    file = path.join(folder, 'secrets.json');
    keyFile = path.join(folder, 'secrets.key');
  });

  it('come back after a restart, and are in no file as they are', async () => {
    await open().set('mail/password', SECRET);
    expect(await open().get('mail/password')).toBe(SECRET);
    expect(await open().get('another')).toBeNull();
    for (const name of [file, keyFile]) {
      expect(readFileSync(name, 'utf8')).not.toContain('1234567890');
      expect(statSync(name).mode & 0o777).toBe(0o600);
    }
  });

  it('are gone when they are deleted', async () => {
    const store = open();
    await store.set('a', 'one');
    await store.set('b', 'two');
    await store.delete('a');
    expect(await store.names()).toEqual(['b']);
    expect(await open().get('a')).toBeNull();
  });

  it('two changes at once are both kept', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.set(`s${n}`, `${n}`)));
    expect((await store.names()).length).toBe(20);
    expect(await store.get('s7')).toBe('7');
  });

  it.skipIf(process.platform === 'win32')(
    'are refused when others can read the key, and say what to do',
    async () => {
      await open().set('a', SECRET);
      for (const mode of [0o640, 0o604, 0o660, 0o602]) {
        chmodSync(keyFile, mode);
        await expect(open().get('a')).rejects.toMatchObject({
          code: 'keyFileTooOpen',
          message: expect.stringContaining('chmod 600'),
        });
        await expect(open().set('b', 'x')).rejects.toMatchObject({ code: 'keyFileTooOpen' });
      }
      chmodSync(keyFile, 0o600);
      expect(await open().get('a')).toBe(SECRET);
    },
  );

  it('can not be opened with another key, nor when they were changed or put in the place of another', async () => {
    const store = open();
    await store.set('a', 'one');
    await store.set('b', 'two');
    const sealed = JSON.parse(readFileSync(file, 'utf8')) as { secrets: Record<string, string> };
    const { a, b } = sealed.secrets as { a: string; b: string };
    writeFileSync(file, JSON.stringify({ version: 1, secrets: { a: b, b: a } }));
    await expect(open().get('a')).rejects.toMatchObject({ code: 'cannotOpen' });
    const bytes = Buffer.from(a, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, JSON.stringify({ version: 1, secrets: { a: bytes.toString('base64') } }));
    await expect(open().get('a')).rejects.toMatchObject({ code: 'cannotOpen' });
    writeFileSync(file, JSON.stringify({ version: 1, secrets: { a, b } }));
    expect(await open().get('a')).toBe('one');
    rmSync(keyFile);
    await expect(open().get('a')).rejects.toMatchObject({ code: 'keyFileUnusable' });
    writeFileSync(keyFile, Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 });
    await expect(open().get('a')).rejects.toMatchObject({ code: 'cannotOpen' });
    writeFileSync(keyFile, 'no key');
    await expect(open().get('a')).rejects.toMatchObject({ code: 'keyFileUnusable' });
  });

  it('a damaged file is set aside, and new secrets can be stored', async () => {
    await open().set('a', 'one');
    writeFileSync(file, '{"version":1,"secr');
    await expect(open().get('a')).rejects.toMatchObject({ code: 'fileUnusable' });
    await open().set('a', 'again');
    expect(await open().get('a')).toBe('again');
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  it('the same secret twice looks different', async () => {
    const sealer = keyFileSealer(keyFile);
    expect(await sealer.seal('a', SECRET)).not.toBe(await sealer.seal('a', SECRET));
  });
});
