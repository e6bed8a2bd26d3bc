/**
 * What the desk says of its own troubles, in the reader's language. The record keeps codes and an expert's English,
 * because it is read in both languages and outlives every dictionary.
 */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { readDetail, type TroubleDetail } from '#shared/alarms/troubleDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Words } from './dictionary.ts';
import type { TimeFormat } from './format.ts';

type Clock = Pick<TimeFormat, 'calendar' | 'minutes'>;

/** Kinds whose detail is a sentence for experts: what the kind means says more to whoever sits at the desk. */
const FOR_EXPERTS: ReadonlySet<AlarmRecord['kind']> = new Set([
  'storageFailing',
  'databaseSalvaged',
  'auditBroken',
  'modelDegraded',
  'peerDown',
] as const);

/** @returns null when the record holds nothing that can be said in these words */
export function troubleText(
  { kind, detail }: Pick<AlarmRecord, 'kind' | 'detail'>,
  words: Words,
  clock: Clock,
): string | null {
  const read = detail === null ? null : readDetail(detail);
  if (read !== null) return sentence(read, words, clock);
  if (detail === null || detail === '' || FOR_EXPERTS.has(kind)) return null;
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
  const named = NAMED_PARTS.has(part) ? rest.join('/') : '';
  return named === '' ? name : `${name} ${named}`;
}

/** Parts of which there are several, with names that somebody gave them. */
const NAMED_PARTS: ReadonlySet<string> = new Set(['feed', 'peer', 'device']);

function sentence(detail: TroubleDetail, words: Words, clock: Clock): string {
  const said = words.troubles;
  const { feed } = detail;
  switch (detail.type) {
    case 'gap': {
      const { problem } = detail;
      const span = spanOf(detail, clock);
      return problem === null
        ? said.gap({ feed, span })
        : said.gapNotFilled({ feed, span, problem });
    }
    case 'late': {
      const { taken, alarming, devices, moreDevices } = detail;
      const named = devices.map(
        ({ id, kinds, firstAt }) =>
          `${clock.minutes(firstAt)} ${id}: ${kinds.map((kind) => words.kinds[kind]).join(', ')}`,
      );
      if (moreDevices > 0) named.push(said.moreDevices({ count: moreDevices }));
      return `${said.late({ span: spanOf(detail, clock), taken, alarming })} ${named.join(' · ')}`;
    }
    case 'certificate': {
      const { name, state, at } = detail;
      const date = at === null ? '' : clock.calendar(at);
      return said.certificates[state]({ feed, name, date });
    }
    case 'clock':
      return said.clock({ feed, name: detail.name });
  }
}

/** The day once when it is one day: 2026-01-05 02:10–02:40 */
function spanOf({ from, to }: { from: EpochMs; to: EpochMs }, clock: Clock): string {
  const [first, last] = [clock.calendar(from), clock.calendar(to)];
  const begin = `${first} ${clock.minutes(from)}`;
  return `${begin}–${first === last ? '' : `${last} `}${clock.minutes(to)}`;
}
