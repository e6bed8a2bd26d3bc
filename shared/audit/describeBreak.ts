import type { Words } from '../i18n/dictionary.ts';
import { wordOf } from '../i18n/words.ts';
import type { ChainBreak } from './entry.ts';

/** What is wrong with the chain at one place, in words. @param stamp how a moment is written */
export function describeBreak(
  found: ChainBreak,
  words: Words,
  stamp: (at: number) => string,
): string {
  const { kind, seq, to, at, action, declaredIn, detail } = found;
  const said = words.audit.breaks[kind]({
    seq: String(seq ?? '?'),
    to: String(to ?? seq ?? '?'),
    time: at === null ? words.common.unknown : stamp(at),
    action: action === null ? words.common.unknown : wordOf(words.audit.actions, action),
    detail: detail ?? '',
  });
  if (declaredIn === null) return said;
  return `${said} ${words.audit.declared({ seq: String(declaredIn) })}`;
}
