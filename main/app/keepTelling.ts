import type { DeskSummary } from '#shared/desktop/summary.ts';

const EVERY_MS = 1_000;

/** Tells the shell how the desk is, once a second and only what is news. Ends with the process. */
export function keepTelling(
  look: () => DeskSummary | undefined,
  tell: (summary: DeskSummary) => void,
): void {
  let told = '';
  const next = () => {
    const summary = look();
    const text = JSON.stringify(summary);
    if (summary === undefined || text === told) return;
    told = text;
    tell(summary);
  };
  next();
  setInterval(next, EVERY_MS).unref();
}
