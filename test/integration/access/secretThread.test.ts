import { afterAll, describe, expect, test } from 'vitest';
import { SecretThread } from '#engine/access/SecretThread.ts';
import { DECOY_HASH, hashSecret, isOutdated, verifySecret } from '#engine/access/secretHash.ts';

const thread = new SecretThread();
afterAll(() => thread.close());

/** From the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 8 -p 1`. */
const REFERENCE =
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

describe('a hash', () => {
  test('is argon2id with the parameters that OWASP asks for, a salt of its own, and not the secret', async () => {
    const [one, two] = [await hashSecret('481593'), await hashSecret('481593')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('481593');
    expect(isOutdated(one)).toBe(false);
  });

  test('of another implementation and of other parameters is understood, and made anew when it can be', async () => {
    expect(await verifySecret('password', REFERENCE)).toBe(true);
    expect(await verifySecret('Password', REFERENCE)).toBe(false);
    expect(isOutdated(REFERENCE)).toBe(true);
  });

  test('does not ask how Korean was typed, and asks for everything else', async () => {
    const hash = await hashSecret('한강 빌딩 야간 근무');
    expect(await verifySecret('한강 빌딩 야간 근무'.normalize('NFD'), hash)).toBe(true);
    for (const wrong of ['한강 빌딩 야간 근무 ', '한강빌딩야간근무', ''])
      expect(await verifySecret(wrong, hash)).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['no hash', 'plain text'],
    ['another algorithm', REFERENCE.replace('argon2id', 'argon2i')],
    ['a cost that would hold the desk for hours', REFERENCE.replace('t=2', 't=99')],
    ['memory that no desk has', REFERENCE.replace('m=256', 'm=9999999')],
    ['nothing behind the salt', '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$'],
    ['the decoy', DECOY_HASH],
  ])('that is %s opens nothing', async (_name, hash) => {
    expect(await verifySecret('password', hash)).toBe(false);
    expect(await verifySecret('', hash)).toBe(false);
  });
});

describe('the thread', () => {
  test('hashes and compares beside the engine', async () => {
    const hash = await thread.hash('481593');
    expect(await thread.verify('481593', hash)).toBe(true);
    expect(await thread.verify('481594', hash)).toBe(false);
  });

  test('answers nobody after the engine closed', async () => {
    const other = new SecretThread();
    const open = expect(other.hash('481593')).rejects.toThrow('closing');
    await other.close();
    await open;
    await expect(other.hash('481593')).rejects.toThrow('closing');
  });
});
