// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by themselves are no rows of a <table>.
import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type MouseEvent, type RefObject, useMemo } from 'react';
import {
  ALARM_COLUMNS,
  type AlarmColumn,
  type AlarmSort,
  COLUMN_WIDTHS,
  type TableView,
} from '#shared/alarms/alarmTable.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useWords } from '../../../app/hooks.ts';
import type { TextParts } from '../../../state/alarmTableText.ts';
import type { TableChoice } from '../../../state/tableChoice.ts';
import { GridRow } from './GridRow.tsx';
import type { RowWindow } from './useRowWindow.ts';

export const GRID_ID = 'alarm-grid';
export const rowId = (index: number): string => `alarm-grid-row-${index}`;

/** One of the rows that are drawn: its place, and the alarm when it is here. */
interface DrawnRow {
  readonly index: number;
  readonly row: AlarmTableRow | undefined;
}

const FEATURES = tableFeatures({ columnSizingFeature, columnResizingFeature });
type Column = ColumnDef<typeof FEATURES, DrawnRow>;

/** What a column's heading orders by. */
const SORT_OF: Readonly<Partial<Record<AlarmColumn, AlarmSort>>> = {
  onset: 'onset',
  ended: 'ended',
  priority: 'urgency',
};

const COLUMNS: Readonly<Record<AlarmColumn, Column>> = Object.fromEntries(
  ALARM_COLUMNS.map((id) => [
    id,
    { id, minSize: COLUMN_WIDTHS.least, maxSize: COLUMN_WIDTHS.most } satisfies Column,
  ]),
) as Record<AlarmColumn, Column>;

interface AlarmGridProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly window: RowWindow;
  readonly total: number | null;
  readonly view: TableView;
  readonly onView: (changed: Partial<TableView>) => void;
  /** Pixels for each pixel of a column's width at the usual size of the page. */
  readonly zoom: number;
  readonly rowAt: (index: number) => AlarmTableRow | undefined;
  readonly choice: TableChoice;
  readonly left: ReadonlySet<string>;
  readonly text: TextParts;
  readonly busy: boolean;
  readonly onRow: (index: number, event: MouseEvent) => void;
  readonly onOpen: () => void;
}

/** The table itself: a heading that orders and widens, and the rows that are in sight. */
export function AlarmGrid(props: AlarmGridProps) {
  const { scroller, window, total, view, onView, zoom, rowAt, choice, left, text, busy } = props;
  const words = useWords();
  const said = words.alarmTable;
  const { first, last } = window;
  const columns = useMemo(() => view.columns.map(({ id }) => COLUMNS[id]), [view.columns]);
  const columnSizing = useMemo(
    () => Object.fromEntries(view.columns.map(({ id, width }) => [id, width * zoom])),
    [view.columns, zoom],
  );
  const data: DrawnRow[] = [];
  for (let index = first; index < last; index++) data.push({ index, row: rowAt(index) });
  const table = useTable({
    features: FEATURES,
    columns,
    data,
    state: { columnSizing },
    columnResizeMode: 'onChange',
    getRowId: ({ index }: DrawnRow) => String(index),
    onColumnSizingChange: (change) => {
      const sizes = typeof change === 'function' ? change(columnSizing) : change;
      onView({
        columns: view.columns.map(({ id, width }) => ({
          id,
          width: widthOf((sizes[id] ?? width * zoom) / zoom),
        })),
      });
    },
  });
  const widths = view.columns.map(({ width }) => width * zoom);
  const wide = widths.reduce((sum, width) => sum + width, 0);
  const template = `${widths.map((width) => `${width}px`).join(' ')} minmax(0, 1fr)`;

  const orderBy = (sort: AlarmSort) =>
    onView({ sort, order: view.sort === sort && view.order === 'desc' ? 'asc' : 'desc' });

  return (
    <div
      ref={scroller}
      id={GRID_ID}
      className="alarm-grid inset-focus"
      role="grid"
      tabIndex={0}
      data-testid="alarm-grid"
      aria-label={said.label}
      aria-multiselectable="true"
      aria-busy={busy}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={view.columns.length}
      aria-activedescendant={
        choice.index !== null && choice.index >= first && choice.index < last
          ? rowId(choice.index)
          : undefined
      }
      onScroll={window.onScroll}
    >
      <div className="alarm-grid-head" role="rowgroup" style={{ minWidth: wide }}>
        {table.getHeaderGroups().map((group) => (
          <div
            key={group.id}
            className="alarm-grid-line"
            role="row"
            aria-rowindex={1}
            tabIndex={-1}
            style={{ gridTemplateColumns: template }}
          >
            {group.headers.map((header, n) => {
              const id = header.column.id as AlarmColumn;
              const sort = SORT_OF[id];
              const sorted = sort !== undefined && sort === view.sort;
              const Arrow = view.order === 'desc' ? ArrowDown : ArrowUp;
              return (
                <div
                  key={header.id}
                  className="alarm-grid-heading"
                  role="columnheader"
                  tabIndex={-1}
                  aria-colindex={n + 1}
                  aria-sort={
                    sorted ? (view.order === 'desc' ? 'descending' : 'ascending') : undefined
                  }
                >
                  {sort === undefined ? (
                    <span className="truncate">{said.columns[id]}</span>
                  ) : (
                    <button
                      type="button"
                      className="alarm-grid-sort"
                      data-testid={`sort-${sort}`}
                      title={said.sortBy({ name: said.columns[id] })}
                      onClick={() => orderBy(sort)}
                    >
                      <span className="truncate">{said.columns[id]}</span>
                      {sorted && <Arrow aria-hidden="true" />}
                    </button>
                  )}
                  <span
                    className="alarm-grid-edge"
                    data-testid={`edge-${id}`}
                    data-moving={header.column.getIsResizing()}
                    aria-hidden="true"
                    onMouseDown={header.getResizeHandler()}
                    onTouchStart={header.getResizeHandler()}
                  />
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div
        className="alarm-grid-rows"
        role="rowgroup"
        style={{ height: window.height, minWidth: wide }}
      >
        {table.getRowModel().rows.map(({ id, original: { index, row } }) => (
          <GridRow
            key={id}
            id={rowId(index)}
            index={index}
            row={row}
            columns={view.columns}
            template={template}
            top={window.topOf(index)}
            height={window.track.rowPx}
            active={choice.index === index}
            picked={row !== undefined && choice.picked.has(row.alarm.id)}
            left={row !== undefined && left.has(row.alarm.id)}
            text={text}
            onRow={props.onRow}
            onOpen={props.onOpen}
          />
        ))}
      </div>
    </div>
  );
}

const widthOf = (width: number): number =>
  Math.round(Math.min(COLUMN_WIDTHS.most, Math.max(COLUMN_WIDTHS.least, width)));
