import { useState } from 'react';
import {
  refuseSecret,
  type Secret,
  type SecretKind,
  type SecretRefusal,
} from '#shared/access/secret.ts';

export interface NewSecret {
  readonly kind: SecretKind;
  readonly text: string;
  readonly again: string;
  change(change: Partial<Pick<NewSecret, 'kind' | 'text' | 'again'>>): void;
  /** What is wrong with it as far as it was typed; the engine looks again. */
  readonly problem: SecretRefusal | 'differs' | null;
  /** Null until it was typed twice alike and is good enough. */
  readonly secret: Secret | null;
}

/** A password or PIN that is being chosen, typed twice. @param name whose it will be */
export function useNewSecret(name: string): NewSecret {
  const [state, setState] = useState({ kind: 'pin' as SecretKind, text: '', again: '' });
  const { kind, text, again } = state;
  const weak = refuseSecret({ kind, text }, name);
  const differs = text !== again;
  return {
    ...state,
    change: (change) => setState((before) => ({ ...before, ...change })),
    // Said once there is something to say it about: after the second field was begun.
    problem: again === '' ? null : (weak ?? (differs ? 'differs' : null)),
    secret: weak === null && !differs ? { kind, text } : null,
  };
}
