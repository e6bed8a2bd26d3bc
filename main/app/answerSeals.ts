import type { SafeStorage } from 'electron';
import type { Logger } from '#engine/log.ts';
import { type SealAnswer, SealRequest } from './sealMessages.ts';

type Storage = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
>;

export interface SealParts {
  readonly storage: Storage;
  readonly platform: NodeJS.Platform;
  readonly log: Logger;
}

/**
 * Whether the operating system keeps secrets better than a key file would. On Linux without a keyring Electron seals
 * with a password that stands in its own source, which keeps nothing.
 */
async function protects(storage: Storage, platform: string): Promise<boolean> {
  if (!(await storage.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const backend = storage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

/**
 * Seals and opens for the engine. What the store wouldn't protect it doesn't seal: the engine has a way of its own.
 * @returns null for what is no such request
 */
export async function answerSeal(
  message: unknown,
  { storage, platform, log }: SealParts,
): Promise<SealAnswer | null> {
  const request = SealRequest.safeParse(message);
  if (!request.success) return null;
  const { type, id, text } = request.data;
  try {
    if (type === 'seal') {
      if (!(await protects(storage, platform))) return { type: 'sealed', id, text: null };
      const sealed = await storage.encryptStringAsync(text);
      return { type: 'sealed', id, text: sealed.toString('base64') };
    }
    const { result } = await storage.decryptStringAsync(Buffer.from(text, 'base64'));
    return { type: 'sealed', id, text: result };
  } catch (error) {
    // Without the cause: it may quote what it was given.
    log.warn({ type, reason: error instanceof Error ? error.name : 'unknown' }, 'not sealed');
    return { type: 'sealed', id, text: null };
  }
}
