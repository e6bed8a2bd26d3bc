// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by themselves are no rows of a <table>.
import { BellOff, Check, LoaderCircle, TriangleAlert } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { AlarmColumn, ShownColumn } from '#shared/alarms/alarmTable.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useServices } from '../../../app/hooks.ts';
import { ClassMark } from '../../../components/ClassMark.tsx';
import { LevelShape } from '../../../components/LevelShape.tsx';
import { cellText, type TextParts } from '../../../state/alarmTableText.ts';

interface GridRowProps {
  readonly id: string;
  readonly index: number;
  /** Undefined while its page is not here. */
  readonly row: AlarmTableRow | undefined;
  readonly columns: readonly ShownColumn[];
  readonly template: string;
  readonly top: number;
  readonly height: number;
  /** The row that keys mean. */
  readonly active: boolean;
  readonly picked: boolean;
  /** The filter would no longer find it. */
  readonly left: boolean;
  readonly text: TextParts;
  readonly onRow: (index: number, event: MouseEvent) => void;
  readonly onOpen: () => void;
}

/** Columns of digits, which stand below each other. */
const NUMBERS: ReadonlySet<AlarmColumn> = new Set([
  'onset',
  'raised',
  'acknowledged',
  'cleared',
  'ended',
  'duration',
  'incident',
] as const);

function StateCell({ row, children }: { row: AlarmTableRow; children: string }) {
  const { acts } = useServices();
  const { alarm } = row;
  const pending = useStore(acts.state, (state) => state.pending.get(alarm.id));
  const refused = useStore(acts.state, (state) => state.refused.has(alarm.id));
  const waiting = waitsForAcknowledgement(alarm.state);
  return (
    <span className="alarm-grid-state">
      {pending !== undefined ? (
        <LoaderCircle className="spin" aria-hidden="true" />
      ) : (
        refused && <TriangleAlert className="alarm-grid-refused" aria-hidden="true" />
      )}
      {alarm.state === 'normal' ? (
        <span className="truncate muted">{children}</span>
      ) : (
        <span className="state-chip truncate" data-waiting={waiting}>
          {children}
        </span>
      )}
      {waiting && !sounding(alarm) && <BellOff aria-hidden="true" />}
    </span>
  );
}

/** A cell's text with the shapes that the Desk has for it. */
function dressed(
  column: AlarmColumn,
  row: AlarmTableRow,
  said: string,
  picked: boolean,
): ReactNode {
  const { alarm } = row;
  if (column === 'kind') {
    return (
      <>
        {picked ? (
          <Check className="alarm-grid-pick" aria-hidden="true" />
        ) : (
          <ClassMark alarmClass={alarm.alarmClass} />
        )}
        <b className="alarm-grid-kind truncate" data-waiting={waitsForAcknowledgement(alarm.state)}>
          {said}
        </b>
      </>
    );
  }
  if (column === 'priority') {
    return (
      <>
        {alarm.alarmClass === 'fire' && <LevelShape level={alarm.priority} />}
        <span className="truncate">{said}</span>
      </>
    );
  }
  return <span className="truncate">{said}</span>;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, index, row, columns, template, top, height, active, picked, left, text } = props;
  const { words } = text;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table takes the keys for its rows (aria-activedescendant).
    <div
      id={id}
      className="alarm-grid-row alarm-grid-line"
      role="row"
      tabIndex={-1}
      style={{ gridTemplateColumns: template, top, height }}
      aria-rowindex={index + 2}
      aria-selected={active || picked}
      data-testid={row === undefined ? 'alarm-table-blank' : 'alarm-table-row'}
      data-index={index}
      data-alarm-id={row?.alarm.id}
      data-device-id={row?.alarm.deviceId}
      data-kind={row?.alarm.kind}
      data-class={row?.alarm.alarmClass}
      data-state={row?.alarm.state}
      data-waiting={row !== undefined && waitsForAcknowledgement(row.alarm.state)}
      data-active={active}
      data-picked={picked}
      data-left={left}
      title={left ? words.alarmTable.outOfFilter : undefined}
      onClick={(event) => props.onRow(index, event)}
      onDoubleClick={props.onOpen}
      onContextMenu={(event) => props.onRow(index, event)}
    >
      {columns.map(({ id: column }, n) => {
        const said = row === undefined ? '' : cellText(column, row, text);
        return (
          <div
            key={column}
            className={NUMBERS.has(column) ? 'alarm-grid-cell num' : 'alarm-grid-cell'}
            role="gridcell"
            tabIndex={-1}
            aria-colindex={n + 1}
            data-column={column}
            title={said === '' ? undefined : said}
          >
            {row === undefined ? (
              <span className="alarm-grid-blank" aria-hidden="true" />
            ) : column === 'state' ? (
              <StateCell row={row}>{said}</StateCell>
            ) : (
              dressed(column, row, said, picked)
            )}
          </div>
        );
      })}
    </div>
  );
});
