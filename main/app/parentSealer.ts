import { z } from 'zod';
import { type HostSealer, SecretStoreError } from '#engine/secrets/SecretStore.ts';
import type { SealAnswer, SealRequest } from './sealMessages.ts';

/** Somebody waits at the screen for what they typed to be stored; after this it is stored with a key file. */
const SEAL_MS = 5_000;
/** The system's own dialog may wait for a person to unlock the keyring. */
const OPEN_MS = 30_000;

const Named = z.tuple([z.string(), z.string()]);

export interface ParentSealer {
  readonly sealer: HostSealer;
  /** What the shell answered. */
  answered(answer: SealAnswer): void;
}

/** Has the shell seal, over the port between the two processes. */
export function parentSealer(parent: { postMessage(message: SealRequest): void }): ParentSealer {
  const waiting = new Map<number, (text: string | null) => void>();
  let next = 1;

  /** @returns null when the shell refused, or said nothing */
  const ask = async (type: SealRequest['type'], text: string): Promise<string | null> => {
    const id = next++;
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<string | null>((resolve) => {
      waiting.set(id, resolve);
      timer = setTimeout(() => resolve(null), type === 'seal' ? SEAL_MS : OPEN_MS);
      parent.postMessage({ type, id, text });
    });
    clearTimeout(timer);
    waiting.delete(id);
    return answer;
  };

  return {
    sealer: {
      // The store knows no names, so the name is sealed with the secret.
      seal: (name, secret) => ask('seal', JSON.stringify([name, secret])),
      async open(name, sealed) {
        const opened = await ask('open', sealed);
        if (opened === null)
          throw new SecretStoreError('cannotOpen', "the operating system's store is locked");
        const named = Named.safeParse(parseOrNull(opened));
        if (named.success && named.data[0] === name) return named.data[1];
        throw new SecretStoreError('cannotOpen', `what is sealed is not the secret ${name}`);
      },
    },
    answered: ({ id, text }) => waiting.get(id)?.(text),
  };
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
