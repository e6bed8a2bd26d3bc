import type { Words } from '../i18n/dictionary.ts';
import { formatAge } from '../i18n/format.ts';
import { type Language, wordOf } from '../i18n/words.ts';
import type { AuditRow } from './entry.ts';

/**
 * What an entry tells, for a reader who is no engineer: `이름: 김철수 · 권한: 근무자`. What nobody gave a word yet is
 * shown as it is stored.
 */
export function describeDetail(json: string, words: Words, language: Language): string {
  const detail = objectIn(json);
  if (detail === null) return json;
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '' && value !== 0)
    .map(([key, value]) => {
      const label = wordOf(words.audit.details, key);
      return `${label}: ${describeValue(key, value, words, language)}`;
    })
    .join(' · ');
}

/** Whom or what it was done to: a person by name, everything else by what it is called in the data. */
export function describeSubject({
  action,
  subject,
  operator,
  detail_json,
}: AuditRow): string | null {
  if (!/^(access|operator)\./.test(action)) return subject;
  const name = objectIn(detail_json)?.['name'];
  return typeof name === 'string' ? name : (operator ?? subject);
}

function objectIn(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function describeValue(key: string, value: unknown, words: Words, language: Language): string {
  if (typeof value === 'number' && key.endsWith('Ms')) return formatAge(value, language);
  if (typeof value !== 'string') return JSON.stringify(value);
  switch (key) {
    case 'role':
    case 'from':
    case 'to':
      return wordOf(words.roles, value);
    case 'secret':
      return wordOf(words.access.kinds, value);
    case 'why':
      return wordOf({ ...words.access.refusals, ...words.audit.why }, value);
    case 'who':
      return wordOf(words.audit.lockedOut, value);
    default:
      return value;
  }
}
