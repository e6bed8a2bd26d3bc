import type { SafeStorage } from 'electron';

export type Keyring = ReturnType<SafeStorage['getSelectedStorageBackend']> | 'none';

type Surface = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
>;

const MARK = Buffer.from('sealed by the stand-in ');

/** Turns every bit around: no protection, but nothing that a test would find in a file by what it was. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

/** The operating system's store of secrets, or the lack of one. */
export function createSafeStorage(keyring: Keyring, ready: () => boolean): Surface {
  const mustBeReady = () => {
    if (!ready()) throw new Error('safeStorage before app is ready');
    if (keyring === 'none') throw new Error('Encryption is not available');
  };
  return {
    isAsyncEncryptionAvailable: async () => ready() && keyring !== 'none',
    getSelectedStorageBackend: () => (!ready() || keyring === 'none' ? 'unknown' : keyring),
    encryptStringAsync: async (text) => {
      mustBeReady();
      return Buffer.concat([MARK, turned(Buffer.from(text, 'utf8'))]);
    },
    decryptStringAsync: async (sealed) => {
      mustBeReady();
      if (!sealed.subarray(0, MARK.length).equals(MARK)) throw new Error('Error while decrypting');
      const result = turned(sealed.subarray(MARK.length)).toString('utf8');
      return { result, shouldReEncrypt: false };
    },
  };
}
