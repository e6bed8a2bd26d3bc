/** What the command line and a link may ask of the shell. Both come from elsewhere, so anything else is nothing. */
import { isAlarmId } from '#shared/desktop/bridge.ts';
import { WINDOW_KINDS, type WindowKind } from '#shared/desktop/windows.ts';

export const LINK_SCHEME = 'emberwatch';

export type ShellWish =
  | { readonly to: 'show' }
  | { readonly to: 'open'; readonly kind: WindowKind }
  | { readonly to: 'alarm'; readonly alarmId: string }
  | { readonly to: 'diagnostics' };

/**
 * `emberwatch://alarm/<id, percent-encoded>`. A link may come from any page or mail: it can show an alarm of this desk,
 * and can act on nothing.
 */
export function wishOfLink(link: string): ShellWish | null {
  const [, encoded] = /^emberwatch:\/\/alarm\/([^/?#]+)\/?$/i.exec(link) ?? [];
  if (encoded === undefined) return null;
  try {
    const alarmId = decodeURIComponent(encoded);
    return isAlarmId(alarmId) ? { to: 'alarm', alarmId } : null;
  } catch {
    return null;
  }
}

/** For a notification that leaves this machine, or a note to a colleague. */
export const linkToAlarm = (alarmId: string): string =>
  `${LINK_SCHEME}://alarm/${encodeURIComponent(alarmId)}`;

/**
 * `--window=wall`, `--diagnostics` or a link. Chromium adds switches of its own, so what is not known is passed over.
 * @returns the first wish among the words; to show the desk when there is none.
 */
export function wishOfWords(words: readonly string[]): ShellWish {
  for (const word of words) {
    if (word === '--diagnostics') return { to: 'diagnostics' };
    const named = /^--window=([a-z]+)$/.exec(word)?.[1];
    const kind = WINDOW_KINDS.find((one) => one === named);
    if (kind) return { to: 'open', kind };
    const wish = wishOfLink(word);
    if (wish) return wish;
  }
  return { to: 'show' };
}
