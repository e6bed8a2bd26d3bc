/** What a person proves with who they are: a password, or a PIN that is quick to type at a desk. */
import { nameKey } from './operatorName.ts';

export const SECRET_KINDS = ['pin', 'password'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

export interface Secret {
  readonly kind: SecretKind;
  readonly text: string;
}

export const SECRET_REFUSALS = [
  'pinNotDigits',
  'pinTooShort',
  'passwordTooShort',
  'secretTooLong',
  /** One that everybody tries first: 123456, 000000, qwerty… */
  'secretTrivial',
  /** The person's own name, with or without digits. */
  'secretIsName',
  /** The same as before. */
  'secretUnchanged',
] as const;
export type SecretRefusal = (typeof SECRET_REFUSALS)[number];

export const SECRET_LIMITS = { pinDigits: 6, passwordCharacters: 10, longest: 128 } as const;

/** Beginnings of what is tried first; a password made of one of these and digits is one of them. */
const TRIED_FIRST = [
  'password',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'letmein',
  'welcome',
  'iloveyou',
  'administrator',
  'admin',
  'operator',
  'emberwatch',
  'abcdefghij',
  '비밀번호',
  '관리자',
  '근무자',
] as const;

/**
 * Composed, because a keyboard that sends Korean in parts types the same password as other characters. Nothing else
 * is changed: blanks at the ends are the person's own.
 */
export function composed(text: string): string {
  return text.normalize('NFC');
}

/** @returns why the secret is refused for a person of this name; null when it is good enough. */
export function refuseSecret({ kind, text }: Secret, name: string): SecretRefusal | null {
  const characters = [...composed(text)];
  if (characters.length > SECRET_LIMITS.longest) return 'secretTooLong';
  if (kind === 'pin') {
    if (!/^\d*$/.test(text)) return 'pinNotDigits';
    if (characters.length < SECRET_LIMITS.pinDigits) return 'pinTooShort';
  } else if (characters.length < SECRET_LIMITS.passwordCharacters) return 'passwordTooShort';
  const key = nameKey(text);
  if (isRepetition(key) || isRun(key) || isTriedFirst(key)) return 'secretTrivial';
  return isName(key, nameKey(name)) ? 'secretIsName' : null;
}

function isName(key: string, name: string): boolean {
  return key === name || (lettersOf(name) !== '' && lettersOf(key) === lettersOf(name));
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');

/** One part of up to three characters again and again: 000000, 121212, 123123. */
function isRepetition(text: string): boolean {
  return [1, 2, 3].some(
    (length) =>
      text.length >= 2 * length && text === text.slice(0, length).repeat(text.length / length),
  );
}

/** Neighbours of the alphabet or of the digits, upwards or downwards, with 0 after 9: 123456, 987654, 67890123. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const digits = /^\d+$/.test(text);
  return [1, -1].some((step) =>
    codes.every((code, i) => {
      if (i === 0) return true;
      const difference = code - (codes[i - 1] ?? 0);
      return difference === step || (digits && difference === step - step * 10);
    }),
  );
}

/** `Password2024!` is `password`. */
function isTriedFirst(key: string): boolean {
  return TRIED_FIRST.some((known) => lettersOf(key) === known);
}
