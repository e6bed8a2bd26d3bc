import { describe, expect, test } from 'vitest';
import { refuseSecret, type SecretKind, type SecretRefusal } from '#shared/access/secret.ts';

const refuse = (kind: SecretKind, text: string, name = '김철수') =>
  refuseSecret({ kind, text }, name);

const CASES: readonly [SecretKind, string, SecretRefusal | null][] = [
  ['pin', '481593', null],
  ['pin', '4815931', null],
  ['pin', '48159', 'pinTooShort'],
  ['pin', '', 'pinTooShort'],
  ['pin', '48159a', 'pinNotDigits'],
  ['pin', '４８１５９３', 'pinNotDigits'],
  ['pin', '000000', 'secretTrivial'],
  ['pin', '121212', 'secretTrivial'],
  ['pin', '123123', 'secretTrivial'],
  ['pin', '123456', 'secretTrivial'],
  ['pin', '987654', 'secretTrivial'],
  ['pin', '678901', 'secretTrivial'],
  ['pin', '210987', 'secretTrivial'],
  ['pin', '123457', null],
  ['pin', '4'.repeat(129), 'secretTooLong'],
  ['password', 'a night of 9', null],
  ['password', 'abcdefgh1', 'passwordTooShort'],
  ['password', 'aaaaaaaaaaaa', 'secretTrivial'],
  ['password', 'abcdefghij', 'secretTrivial'],
  ['password', 'Password2024!', 'secretTrivial'],
  ['password', 'qwerty123456', 'secretTrivial'],
  ['password', '비밀번호 123456', 'secretTrivial'],
  ['password', '한강 빌딩 야간', 'passwordTooShort'],
  ['password', '한강 빌딩 야간 근무', null],
  ['password', '김철수 20240101', 'secretIsName'],
];

describe('a secret', () => {
  test.each(CASES)('of the kind %s that reads %s is %s', (kind, text, expected) => {
    expect(refuse(kind, text)).toBe(expected);
  });

  test('is counted in characters as people see them, however they are typed', () => {
    const ten = '가나다라마 바사아자';
    expect([...ten]).toHaveLength(10);
    expect(refuse('password', ten.normalize('NFD'))).toBeNull();
    expect(refuse('password', ten.slice(1).normalize('NFD'))).toBe('passwordTooShort');
  });

  test('is not the name, in whatever letters', () => {
    expect(refuse('password', 'KIM Cheol-Soo 1', 'Kim Cheolsoo')).toBe('secretIsName');
    expect(refuse('password', 'a night with Kim', 'Kim Cheolsoo')).toBeNull();
  });
});
