import type { QuarantineEntry } from '#shared/contract/views.ts';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useEngineNow, useLanguage, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';

/** Messages that could not be read, with why and with what they said. */
export function QuarantineTable({
  entries,
  total,
}: {
  entries: readonly QuarantineEntry[];
  total: number;
}) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  return (
    <section className="section" data-testid="quarantine">
      <header className="section-head">
        <h3>{words.system.quarantine}</h3>
        <span className="section-note num">{formatNumber(total, 0, language)}</span>
      </header>
      <p className="note">
        {entries.length === 0 ? words.system.quarantineEmpty : words.system.quarantineHint}
      </p>
      {entries.length > 0 && (
        <ScrollTable label={words.system.quarantine}>
          <table className="table num">
            <thead>
              <tr>
                <th scope="col">{words.system.reason}</th>
                <th scope="col">{words.system.topic}</th>
                <th scope="col">{words.system.count}</th>
                <th scope="col">{words.system.last}</th>
                <th scope="col">{words.system.preview}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id} data-testid="quarantine-entry" data-reason={entry.reason}>
                  <td>
                    <b>{wordOf(words.quarantineReasons, entry.reason)}</b>
                    {entry.detail !== '' && <p>{entry.detail}</p>}
                  </td>
                  <td className="mono">{entry.topic}</td>
                  <td>{formatNumber(entry.count, 0, language)}</td>
                  <td>{words.common.ago({ age: formatAge(now - entry.lastAt, language) })}</td>
                  <td>
                    <code className="preview">{entry.preview}</code>
                    <p>
                      {words.system.bytes({ count: formatNumber(entry.byteLength, 0, language) })}
                    </p>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </section>
  );
}
