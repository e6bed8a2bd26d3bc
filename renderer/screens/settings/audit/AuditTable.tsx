import type { AuditRow } from '#shared/audit/entry.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useDesk, useWords } from '../../../app/hooks.ts';

/** `from: operator · to: supervisor`; what isn't an object is shown as it is. */
function readable(json: string): string {
  try {
    const detail: unknown = JSON.parse(json);
    if (typeof detail !== 'object' || detail === null) return json;
    return Object.entries(detail)
      .filter(([, value]) => value !== null && value !== '')
      .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' · ');
  } catch {
    return json;
  }
}

export function AuditTable({ entries }: { entries: readonly AuditRow[] }) {
  const words = useWords();
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
            <td className="mono audit-subject">{entry.subject}</td>
            <td className="audit-detail">{readable(entry.detail_json)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
