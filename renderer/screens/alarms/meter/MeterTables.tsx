import { ScrollTable } from '../../../components/ScrollTable.tsx';
import type { MeterTable } from './meterText.ts';

/** The first column names the row; the others are its numbers. */
export function MeterTableView({ table, note }: { table: MeterTable; note?: string }) {
  const { id, title, columns, rows, empty } = table;
  return (
    <section className="page-section" data-testid={`meter-${id}`}>
      <h3>{title}</h3>
      {note !== undefined && <p className="note">{note}</p>}
      {rows.length === 0 ? (
        <p className="note">{empty}</p>
      ) : (
        <Rows title={title} columns={columns} rows={rows} />
      )}
    </section>
  );
}

export function Rows({ title, columns, rows }: Pick<MeterTable, 'title' | 'columns' | 'rows'>) {
  return (
    <ScrollTable label={title}>
      <table className="table num">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((text, index) =>
                index === 0 ? (
                  <th key={columns[index]} scope="row">
                    {text}
                  </th>
                ) : (
                  <td key={columns[index]}>{text}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
