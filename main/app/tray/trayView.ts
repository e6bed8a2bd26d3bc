import type { DeskSummary } from '#shared/desktop/summary.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';

/** How the engine's process is. */
export type EngineState = 'starting' | 'running' | 'restarting' | 'gaveUp';

export interface TrayView {
  /** Names the picture; each differs in shape as well as in colour. */
  readonly icon: 'quiet' | 'trouble' | 'fire' | 'lost';
  /** The worst first. */
  readonly lines: readonly string[];
}

/** What the tray says: that nothing is known comes before anything that was known. */
export function trayView(
  engine: EngineState,
  summary: DeskSummary | null,
  language: Language,
): TrayView {
  const { tray } = WORDS[language].shell;
  if (engine === 'gaveUp') return { icon: 'lost', lines: [tray.gaveUp] };
  if (engine === 'restarting') return { icon: 'lost', lines: [tray.lost] };
  if (summary === null) return { icon: 'lost', lines: [tray.starting] };
  const { waiting, openFire, reporting, expected, feeds, feedsConnected } = summary;
  const others = waiting.supervisory + waiting.trouble;
  const unfed = feeds > 0 && feedsConnected === 0;
  const lines = [
    ...(waiting.fire > 0 ? [tray.fire({ count: waiting.fire })] : []),
    ...(waiting.fire === 0 && openFire > 0 ? [tray.openFire({ count: openFire })] : []),
    ...(unfed ? [tray.noFeed] : []),
    ...(others > 0 ? [tray.waiting({ count: others })] : []),
  ];
  const icon = openFire > 0 ? 'fire' : unfed || others > 0 ? 'trouble' : 'quiet';
  return {
    icon,
    lines: [
      ...(lines.length > 0 ? lines : [tray.quiet]),
      tray.reporting({ reporting, expected }),
      ...(summary.simulated ? [tray.simulated] : [summary.siteName[language]]),
    ],
  };
}
