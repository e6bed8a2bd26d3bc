import type { Logger } from '#engine/log.ts';
import type { DeskSummary } from '#shared/desktop/summary.ts';

const EVERY_MS = 1_000;

/**
 * Tells the shell how the desk is, once a second and only what is news. Ends with the process. A look that fails is
 * logged and costs nothing else: no tray is worth an engine.
 */
export function keepTelling(
  look: () => DeskSummary,
  tell: (summary: DeskSummary) => void,
  log: Pick<Logger, 'error'>,
): void {
  let told = '';
  const next = () => {
    try {
      const summary = look();
      const text = JSON.stringify(summary);
      if (text === told) return;
      told = text;
      tell(summary);
    } catch (error) {
      log.error({ err: error }, 'the shell could not be told how the desk is');
    }
  };
  next();
  setInterval(next, EVERY_MS).unref();
}
