/** What the engine's thread and the hashing thread say to each other. */
import type { ThreadQuestion } from '../threads/AskedThread.ts';

export interface SecretCalls {
  hash: { request: { readonly text: string }; answer: string };
  verify: { request: { readonly text: string; readonly hash: string }; answer: boolean };
}

export type SecretQuestion = {
  [Name in keyof SecretCalls]: ThreadQuestion<SecretCalls, Name> & { readonly method: Name };
}[keyof SecretCalls];
