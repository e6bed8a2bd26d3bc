/** The lines of the shift log in words. Pure. */
import type { LogLine } from '#shared/contract/shiftViews.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { AUTOMATIC_LINES, type LogLineType } from '#shared/shift/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface LogText {
  /** What kind of line it is, or an entry's category. */
  readonly label: string;
  /** What it says besides; empty where the label says all. */
  readonly text: string;
}

/** @param stamp writes a moment of the past with its day */
export function logText(line: LogLine, words: Words, stamp: (at: EpochMs) => string): LogText {
  const { log } = words.shift;
  if (line.type === 'entry')
    return { label: wordOf(log.categories, line.subject ?? ''), text: line.text ?? '' };
  return {
    label: log.lines[line.type],
    text: detail({ ...line, type: line.type }, words, stamp)
      .filter((part) => part !== '')
      .join(' · '),
  };
}

function detail(line: LogLine, words: Words, stamp: (at: EpochMs) => string): readonly string[] {
  const { log, checks, handover } = words.shift;
  const { type, subject, subjectName, kind, detail: more, text, count, operator } = line;
  const where = subjectName ?? subject ?? '';
  const what = kind === null ? words.setAside.everyKind : wordOf(words.kinds, kind);
  switch (type) {
    case 'setAsideBegan':
      return [where, what, wordOf(words.setAside.types, more ?? ''), text ?? ''];
    case 'setAsideEnded':
      return [where, what, operator === null ? log.byItself : ''];
    case 'floodEnded':
      return [log.flooded({ count: count ?? 0 })];
    case 'feedLost':
    case 'feedBack':
      return [where, text ?? ''];
    case 'started':
      return [
        `${words.system.version} ${text ?? ''}`,
        count === null ? '' : log.wasCutOff({ time: stamp(count) }),
      ];
    case 'checkSigned':
      return [wordOf(checks.lists, subject ?? '')];
    case 'handedOver':
      return [
        handover.number({ count: count ?? 0 }),
        wordOf(handover.parts, more ?? ''),
        text ?? '',
      ];
    default:
      return [];
  }
}

/** The types whose own words have the text: the engine, which knows no words, can't find those. */
export function typesNamed(search: string, words: Words): readonly LogLineType[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  const { log } = words.shift;
  return AUTOMATIC_LINES.filter((type) => log.lines[type].toLowerCase().includes(wanted));
}
