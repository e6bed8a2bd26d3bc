import { describeDetail, describeSubject } from '#shared/audit/describeDetail.ts';
import type { AuditRow } from '#shared/audit/entry.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useDesk, useLanguage, useWords } from '../../../app/hooks.ts';

export function AuditTable({ entries }: { entries: readonly AuditRow[] }) {
  const words = useWords();
  const language = useLanguage();
  const timeZone = useDesk((desk) => desk.status?.timeZone ?? 'UTC');
  const said = words.audit;
  if (entries.length === 0) return <p className="note">{said.empty}</p>;
  return (
    <table className="table audit-table" data-testid="audit-entries">
      <thead>
        <tr>
          <th scope="col">{said.seq}</th>
          <th scope="col">{said.time}</th>
          <th scope="col">{said.who}</th>
          <th scope="col">{said.desk}</th>
          <th scope="col">{said.what}</th>
          <th scope="col">{said.subject}</th>
          <th scope="col">{said.detail}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.seq} data-testid="audit-entry" data-action={entry.action}>
            <td className="num">{entry.seq}</td>
            <td className="num">{stamp(entry.at_ms, timeZone)}</td>
            <th scope="row">
              {entry.operator ?? <span className="audit-itself">{said.itself}</span>}
              {entry.role !== null && (
                <small className="cell-note">{wordOf(words.roles, entry.role)}</small>
              )}
            </th>
            <td>{entry.desk}</td>
            <td>{wordOf(said.actions, entry.action)}</td>
            <td className="audit-subject" title={entry.subject ?? undefined}>
              {describeSubject(entry)}
            </td>
            <td className="audit-detail">{describeDetail(entry.detail_json, words, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
