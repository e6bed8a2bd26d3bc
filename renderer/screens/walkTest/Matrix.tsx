import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { WalkTestView } from '#shared/contract/walkTestViews.ts';
import type { CellState } from '#shared/walkTest/coverage.ts';
import { type RequiredItem, WALK_TEST_ITEMS } from '#shared/walkTest/items.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { CellShape } from './CellShape.tsx';
import { itemWord } from './itemWord.ts';
import { type Cell, type HitsByPoint, moveCell, statesOf } from './points.ts';

interface RowProps {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly place: string;
  /** Joined, so that a row is drawn again only when one of its cells changed. */
  readonly states: string;
  /** The column that the keys are at; null in every other row. */
  readonly column: number | null;
  readonly onChoose: (cell: Cell) => void;
}

const Row = memo(function Row({ index, id, name, place, states, column, onChoose }: RowProps) {
  const words = useWords();
  return (
    <tr data-testid="walk-row" data-device-id={id}>
      <th scope="row">
        <b className="truncate">{name}</b>
        <small className="truncate">{place}</small>
      </th>
      {states.split(' ').map((text, at) => {
        const item = WALK_TEST_ITEMS[at] ?? 'deviceSilent';
        const state = text as CellState;
        return (
          <td key={item}>
            <button
              type="button"
              className="cell"
              data-testid="walk-cell"
              data-item={item}
              data-state={state}
              data-cell={`${index}:${at}`}
              // One stop for Tab; the arrow keys do the rest.
              tabIndex={column === at ? 0 : -1}
              aria-current={column === at ? 'true' : undefined}
              aria-label={`${name}, ${itemWord(item, words)}: ${words.walkTest.cells[state]}`}
              title={words.walkTest.cells[state]}
              onClick={() => onChoose({ row: index, column: at })}
            >
              <CellShape state={state} />
            </button>
          </td>
        );
      })}
    </tr>
  );
});

interface MatrixProps {
  readonly test: WalkTestView;
  readonly hits: HitsByPoint;
  readonly chosen: Cell;
  readonly onChoose: (cell: Cell) => void;
  /** Enter or Space on a cell that can be injected. */
  readonly onInject: (deviceId: string, item: RequiredItem) => void;
}

/** Every device with every point. The keys walk over it like over a sheet. */
export function Matrix({ test, hits, chosen, onChoose, onInject }: MatrixProps) {
  const words = useWords();
  const language = useLanguage();
  const table = useRef<HTMLTableElement>(null);
  const [byKey, setByKey] = useState(0);

  // Only after a key: whoever clicks elsewhere must not have the focus pulled back.
  useEffect(() => {
    if (byKey === 0) return;
    const cell = table.current?.querySelector(`[data-cell="${chosen.row}:${chosen.column}"]`);
    if (cell instanceof HTMLElement) cell.focus();
  }, [byKey, chosen]);

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      const item = WALK_TEST_ITEMS[chosen.column];
      const device = test.list[chosen.row];
      event.preventDefault();
      if (device !== undefined && item !== undefined && item !== 'deviceSilent')
        onInject(device.id, item);
      return;
    }
    const next = moveCell(chosen, event.key, test.list.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next);
    setByKey((count) => count + 1);
  };

  return (
    <ScrollTable label={words.walkTest.matrix} className="walk-scroll">
      <table ref={table} className="table walk-matrix" onKeyDown={onKey}>
        <caption className="sr-only">{words.walkTest.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">{words.walkTest.device}</th>
            {WALK_TEST_ITEMS.map((item) => (
              <th key={item} scope="col">
                <span className="walk-item">{itemWord(item, words)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {test.list.map(({ id, name, floor, panel }, index) => (
            <Row
              key={id}
              index={index}
              id={id}
              name={name}
              place={[floor?.[language], panel].filter(Boolean).join(' · ')}
              states={statesOf(id, hits).join(' ')}
              column={chosen.row === index ? chosen.column : null}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
