import type { ReactNode } from 'react';
import { ScrollTable } from '../../../components/ScrollTable.tsx';

/** A section with a table of what was, or is to be, sent; or a word that there is nothing. */
export function SentTable({
  testId,
  title,
  none,
  columns,
  children,
}: {
  readonly testId: string;
  readonly title: string;
  /** What is said when there are no rows. */
  readonly none: string;
  readonly columns: readonly string[];
  readonly children: readonly ReactNode[];
}) {
  return (
    <section className="section" data-testid={testId}>
      <h3>{title}</h3>
      {children.length === 0 ? (
        <p className="note">{none}</p>
      ) : (
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
            <tbody>{children}</tbody>
          </table>
        </ScrollTable>
      )}
    </section>
  );
}
