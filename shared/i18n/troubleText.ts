/**
 * What the desk says of its own troubles, in the reader's language. The record keeps codes and an expert's English,
 * because it is read in both languages and outlives every dictionary.
 */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { type Clock, detailText } from './detailText.ts';
import type { Words } from './dictionary.ts';

/** Kinds whose detail, where it is plain text, is a sentence for experts: what the kind means says more to whoever sits at the desk. */
const FOR_EXPERTS: ReadonlySet<AlarmRecord['kind']> = new Set([
  'storageFailing',
  'databaseSalvaged',
  'auditBroken',
  'modelDegraded',
  'peerDown',
  'sameDeskId',
] as const);

/** @returns null when the record holds nothing that can be said in these words */
export function troubleText(
  { kind, detail }: Pick<AlarmRecord, 'kind' | 'detail'>,
  words: Words,
  clock: Clock,
): string | null {
  if (detail === null || detail === '') return null;
  const sentence = detailText(detail, words, clock);
  if (sentence !== null) return sentence;
  if (FOR_EXPERTS.has(kind)) return null;
  if (kind === 'modelUnavailable') {
    const code = /^\w+/.exec(detail)?.[0] ?? '';
    const problems: Readonly<Record<string, { readonly what: string }>> = words.modelProblems;
    return problems[code]?.what ?? null;
  }
  const [, what = '', code = ''] = /^([\s\S]*) \((\w+)\)$/.exec(detail) ?? [];
  const said = codesOf(kind, words)?.[code];
  return said === undefined ? detail : `${what}: ${said}`;
}

/** What the code behind a place means: `방재실 (hidden)`, `mqtt://broker (unreachable)`. */
function codesOf(
  kind: AlarmRecord['kind'],
  { annunciation, feedProblems }: Words,
): Readonly<Record<string, string>> | undefined {
  if (kind === 'soundFailing') return annunciation.verdicts;
  if (kind === 'displayAsleep') return annunciation.displays;
  if (kind !== 'feedDown') return undefined;
  return Object.fromEntries(Object.entries(feedProblems).map(([code, { what }]) => [code, what]));
}

/** The part of the desk in words: `수신 경로 mqtt-1`. What only a program can tell apart is left out. */
export function partText(source: string, { deskParts }: Words): string {
  const [part = '', ...rest] = source.split('/');
  const names: Readonly<Record<string, string>> = deskParts;
  const name = names[part];
  if (name === undefined) return source;
  const rests = rest.filter((one) => !STORED_ID.test(one));
  const named = NAMED_PARTS.has(part) ? rests.join('/') : '';
  return named === '' ? name : `${name} ${named}`;
}

/** Of a connection that an administrator made; the detail has its name. */
const STORED_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Parts of which there are several, with names that somebody gave them. */
const NAMED_PARTS: ReadonlySet<string> = new Set(['feed', 'peer', 'device']);
