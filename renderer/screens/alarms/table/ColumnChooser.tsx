import * as Popover from '@radix-ui/react-popover';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import {
  ALARM_COLUMNS,
  COLUMN_WIDTHS,
  columnOf,
  type ShownColumn,
  USUAL_COLUMNS,
} from '#shared/alarms/alarmTable.ts';
import { useWords } from '../../../app/hooks.ts';

const WIDTH_STEP = 10;

/** Which columns, from left to right and how wide: everything that the mouse does to the heading, by keyboard. */
export function ColumnChooser({
  columns,
  onChange,
}: {
  columns: readonly ShownColumn[];
  onChange: (columns: ShownColumn[]) => void;
}) {
  const words = useWords();
  const said = words.alarmTable;
  const hidden = ALARM_COLUMNS.filter((id) => !columns.some((column) => column.id === id));
  const move = (at: number, step: 1 | -1) => {
    const next = [...columns];
    const [moved] = next.splice(at, 1);
    if (moved !== undefined) next.splice(at + step, 0, moved);
    onChange(next);
  };
  const resize = (at: number, width: number) => {
    const within = Math.min(COLUMN_WIDTHS.most, Math.max(COLUMN_WIDTHS.least, Math.round(width)));
    onChange(columns.map((column, n) => (n === at ? { ...column, width: within } : column)));
  };
  return (
    <Popover.Root>
      <Popover.Trigger className="button button-small" data-testid="columns">
        <Columns3 aria-hidden="true" />
        {said.columnsTitle}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu columns-menu"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={said.columnsTitle}
          data-testid="columns-menu"
        >
          <p className="note menu-note">{said.columnsHint}</p>
          <ul>
            {columns.map(({ id, width }, n) => (
              <li key={id} className="column-line">
                <label className="check">
                  <input
                    type="checkbox"
                    data-testid={`column-${id}`}
                    checked
                    disabled={columns.length === 1}
                    onChange={() => onChange(columns.filter((column) => column.id !== id))}
                  />
                  {said.columns[id]}
                </label>
                <input
                  className="input column-width num"
                  type="number"
                  data-testid={`width-${id}`}
                  aria-label={said.width({ name: said.columns[id] })}
                  min={COLUMN_WIDTHS.least}
                  max={COLUMN_WIDTHS.most}
                  step={WIDTH_STEP}
                  value={width}
                  onChange={({ target }) => {
                    if (Number.isFinite(target.valueAsNumber)) resize(n, target.valueAsNumber);
                  }}
                />
                <button
                  type="button"
                  className="icon-button"
                  aria-label={said.moveUp({ name: said.columns[id] })}
                  disabled={n === 0}
                  onClick={() => move(n, -1)}
                >
                  <ArrowUp aria-hidden="true" />
                </button>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={said.moveDown({ name: said.columns[id] })}
                  disabled={n === columns.length - 1}
                  onClick={() => move(n, 1)}
                >
                  <ArrowDown aria-hidden="true" />
                </button>
              </li>
            ))}
            {hidden.map((id) => (
              <li key={id} className="column-line">
                <label className="check">
                  <input
                    type="checkbox"
                    data-testid={`column-${id}`}
                    checked={false}
                    onChange={() => onChange([...columns, columnOf(id)])}
                  />
                  {said.columns[id]}
                </label>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button button-small"
            data-testid="usual-columns"
            onClick={() => onChange([...USUAL_COLUMNS])}
          >
            {said.usualColumns}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
