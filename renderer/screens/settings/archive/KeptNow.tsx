import type { ArchiveView } from '#shared/contract/archiveViews.ts';
import { formatBytes } from '#shared/i18n/format.ts';
import { useLanguage, useWords } from '../../../app/hooks.ts';

/** What there is now, and how much room is left. */
export function KeptNow({ kept }: { kept: ArchiveView['kept'] }) {
  const { archive: said } = useWords();
  const language = useLanguage();
  const size = (bytes: number) => formatBytes(bytes, language);
  const parts = [
    kept.readingsFrom !== null &&
      said.keptReadings({ from: kept.readingsFrom, size: size(kept.readingsBytes) }),
    kept.summariesFrom !== null &&
      said.keptSummaries({ from: kept.summariesFrom, size: size(kept.summariesBytes) }),
    kept.daysInUse > 0 && said.keptInUse({ count: kept.daysInUse }),
    kept.freeBytes !== null && said.free({ size: size(kept.freeBytes) }),
  ].filter((part) => part !== false);
  return (
    <p className="note num" data-testid="kept-now">
      {parts.join(' · ')}
    </p>
  );
}
