import { RefreshCw } from 'lucide-react';
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { filterAt, type TableView, type ViewFilter } from '#shared/alarms/alarmTable.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useDesk, useServices, useTime, useView, useWords } from '../../../app/hooks.ts';
import { AlarmTableRows, type TableRowsState } from '../../../state/AlarmTableRows.ts';
import { offsetShowing, rowsInView } from '../../../state/rowWindow.ts';
import {
  goTo,
  meantBy,
  NOTHING_CHOSEN,
  onNewRows,
  pickClass,
  type TableChoice,
  toggle,
  unpick,
} from '../../../state/tableChoice.ts';
import { AlarmDialogs } from '../../desk/AlarmDialogs.tsx';
import { NoteDialog } from '../../desk/NoteDialog.tsx';
import { ActBar } from './ActBar.tsx';
import { AlarmGrid, GRID_ID, rowId } from './AlarmGrid.tsx';
import { AlarmSheet } from './AlarmSheet.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import { ExportAlarms } from './ExportAlarms.tsx';
import { RowMenu } from './RowMenu.tsx';
import { TableFilters } from './TableFilters.tsx';
import { actByKey } from './tableActs.ts';
import { useRowWindow } from './useRowWindow.ts';
import { type TableKey, useTableKeys } from './useTableKeys.ts';
import { useTableText } from './useTableText.ts';
import { ViewStrip } from './ViewStrip.tsx';

/** The heights of a row and of the heading in alarmTable.css. */
const ROW_REM = 2.25;
const HEAD_REM = 2.25;
/** Typing goes on while nothing is asked. */
const TYPING_MS = 250;
/** Nobody works on the table who has not touched it for so long: it may follow what happens by itself. */
const CALM_MS = 10_000;
/** How soon it follows then. */
const FOLLOW_MS = 300;
/** Rows that take a while to count: those are not counted anew for each alarm. */
const MANY = 20_000;
/** After an answer that could not be read. */
const AGAIN_MS = 5_000;

const rootPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Pixels of one rem, which follows the window's width. */
function useRem(): number {
  const [rem, setRem] = useState(rootPx);
  useEffect(() => {
    const measure = () => setRem(rootPx());
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  return rem;
}

/** Rows of the view that is shown, asked for anew whenever the view changes. */
function useRows(view: TableView, timeZone: string) {
  const { connection, clock } = useServices();
  const [rows] = useState(
    () =>
      new AlarmTableRows({
        request: connection.request,
        now: () => clock.now(),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
  );
  const { filter, sort, order } = view;
  const refresh = useCallback(
    () => rows.ask({ filter: filterAt(filter, clock.now(), timeZone), sort, order }),
    [rows, clock, filter, sort, order, timeZone],
  );
  // An engine that was started again has an answer of its own.
  const engine = useDesk((desk) => desk.status?.engineStartedAt);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `engine` asks for the same once more.
  useEffect(() => void refresh(), [refresh, engine]);
  useEffect(() => () => rows.stop(), [rows]);
  const alarms = useDesk((desk) => desk.alarms);
  const incidents = useDesk((desk) => desk.status?.revisions.incidents);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed there may be shown here.
  useEffect(() => rows.noticed(), [rows, alarms, incidents]);
  return { rows, refresh };
}

/** All alarms, standing and past. */
export function AlarmTablePanel() {
  const words = useWords();
  const said = words.alarmTable;
  const time = useTime();
  const services = useServices();
  const { view: viewStore } = services;
  const view = useView((state) => state.tableView);
  const viewId = useView((state) => state.tableViewId);
  const acknowledging = useView((state) => state.acknowledging);
  const open = useDesk((desk) => desk.alarms);
  const recording = useDesk(
    (desk) => !(desk.status?.problems ?? []).some(({ code }) => code === 'commitFailing'),
  );
  const text = useTableText();
  const rem = useRem();
  const { rows, refresh } = useRows(view, text.timeZone);
  const state = useStore(rows.state);
  const [choice, setChoice] = useState<TableChoice>(NOTHING_CHOSEN);
  const [sheet, setSheet] = useState(false);
  const [typed, setTyped] = useState(view.filter.text ?? '');
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const touched = useRef(0);
  const sight = useRowWindow(scroller, {
    count: state.total ?? state.known,
    rowPx: ROW_REM * rem,
    headPx: HEAD_REM * rem,
  });
  const { first, last, track } = sight;

  const rowAt = useLiveRows(state, open);
  const alarmAt = (index: number): AlarmRecord | undefined => rowAt(index)?.alarm;
  const chosen = choice.index === null ? null : (rowAt(choice.index) ?? null);
  const chosenOpen = chosen === null ? null : (open.get(chosen.alarm.id) ?? null);
  const meant = useMemo(() => meantBy(choice, open), [choice, open]);
  const picking = choice.picked.size > 0;
  // Nothing that was picked waits any more, here or at another desk: the keys mean the chosen row again, and it shows.
  const answered = picking && !meant.some(({ id }) => choice.picked.has(id));
  useEffect(() => {
    if (answered) setChoice(unpick);
  }, [answered]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer has none of the pages yet.
  useEffect(() => rows.need(first, Math.max(first, last - 1)), [rows, first, last, state.question]);

  /** What is shown is another answer now: the choice stays with its alarm, or lets go. */
  const shownQuestion = useRef(state.question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when a new answer is shown.
  useEffect(() => {
    if (shownQuestion.current === state.question) return;
    shownQuestion.current = state.question;
    const top = (state.pages.get(0) ?? []).map(({ alarm }) => alarm);
    const next = onNewRows(choice, top);
    setChoice(next);
    sight.scrollTo(next.index === null ? 0 : offsetShowing(track, 0, next.index));
  }, [state.question]);
  // The alarm of a row that was gone to before its page came.
  useEffect(() => {
    if (chosen !== null && choice.alarmId === null)
      setChoice((before) => ({ ...before, alarmId: chosen.alarm.id }));
  }, [chosen, choice.alarmId]);

  const changeView = useCallback(
    (changed: Partial<TableView>) =>
      viewStore.setState(({ tableView }) => ({ tableView: { ...tableView, ...changed } })),
    [viewStore],
  );
  const choose = (next: TableView, id: string) => {
    setTyped(next.filter.text ?? '');
    setChoice(NOTHING_CHOSEN);
    viewStore.setState({ tableView: next, tableViewId: id });
  };
  const setFilter = (filter: ViewFilter) => {
    setTyped(filter.text ?? '');
    changeView({ filter });
  };
  const asked = view.filter.text ?? '';
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === asked) return;
    const timer = setTimeout(() => {
      const { tableView } = viewStore.getState();
      const { text: _before, ...rest } = tableView.filter;
      changeView({ filter: wanted === '' ? rest : { ...rest, text: wanted } });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, viewStore, changeView]);

  // What could not be read is asked for again by itself.
  useEffect(() => {
    if (state.failed === null || state.loading) return;
    const timer = setTimeout(() => void refresh(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state.failed, state.loading, refresh]);

  // Follows what happens as long as nobody works on it: a row that moves under the hand is acknowledged by mistake.
  const pendingChanges = state.arrived + state.left.size;
  const busy = picking || sheet || sight.offset > 0;
  useEffect(() => {
    if (pendingChanges === 0 || busy || state.loading) return;
    const rest = CALM_MS - (performance.now() - touched.current);
    const least = (state.total ?? 0) > MANY ? CALM_MS : FOLLOW_MS;
    const wait = choice.index === null ? least : Math.max(least, rest);
    const timer = setTimeout(() => void refresh(), wait);
    return () => clearTimeout(timer);
  }, [pendingChanges, busy, state.loading, state.total, choice.index, refresh]);

  const move = (index: number, reach: boolean) => {
    const count = track.count;
    if (count === 0) return false;
    const to = Math.max(0, Math.min(count - 1, index));
    setChoice(goTo(choice, to, alarmAt, reach));
    // Or Enter would be for the button that was pressed last.
    scroller.current?.focus({ preventScroll: true });
    sight.scrollTo(offsetShowing(track, sight.offset, to));
    return true;
  };
  const openSheet = () => {
    if (chosen === null) return false;
    setSheet(true);
    return true;
  };
  const only = (what: 'subject' | 'kind') => {
    if (chosen === null) return;
    const { alarm } = chosen;
    setFilter(
      what === 'subject'
        ? { ...view.filter, subject: alarm.deviceId }
        : { ...view.filter, kinds: [alarm.kind] },
    );
  };
  const menuByKey = () => {
    if (choice.index === null || chosen === null) return false;
    const row = document.getElementById(rowId(choice.index));
    const box = row?.getBoundingClientRect();
    if (!row || !box) return false;
    const { left = 0 } = scroller.current?.getBoundingClientRect() ?? {};
    row.dispatchEvent(
      new MouseEvent('contextmenu', {
        bubbles: true,
        cancelable: true,
        clientX: left + 4 * rem,
        clientY: box.bottom - 2,
      }),
    );
    return true;
  };
  const step = (code: string): number | null => {
    const page = rowsInView(track);
    if (code === 'ArrowDown' || code === 'KeyJ') return 1;
    if (code === 'ArrowUp' || code === 'KeyK') return -1;
    if (code === 'PageDown') return page;
    if (code === 'PageUp') return -page;
    return null;
  };

  useTableKeys(({ code, shift, control }: TableKey) => {
    touched.current = performance.now();
    if (control) {
      const loaded = [...state.pages.values()]
        .flat()
        .map(({ alarm }) => open.get(alarm.id) ?? alarm);
      setChoice(pickClass(choice, loaded));
      return chosen !== null;
    }
    const by = step(code);
    if (by !== null)
      return move(
        choice.index === null ? (by > 0 ? 0 : track.count - 1) : choice.index + by,
        shift,
      );
    switch (code) {
      case 'Home':
        return move(0, shift);
      case 'End':
        return move(track.count - 1, shift);
      case 'Space':
        if (choice.index === null) return false;
        setChoice(toggle(choice, choice.index, alarmAt));
        return true;
      case 'Enter':
        return openSheet();
      case 'Escape':
        if (picking) setChoice(unpick(choice));
        else if (sheet) setSheet(false);
        else return false;
        return true;
      case 'Slash':
        search.current?.focus();
        return true;
      case 'KeyU':
        void refresh();
        return true;
      case 'F10':
        return shift && menuByKey();
      case 'KeyM':
      case 'ContextMenu':
        return menuByKey();
      default:
        return actByKey(services, code, meant, chosenOpen);
    }
  });

  const onRow = useRef<(index: number, event: MouseEvent) => void>(() => undefined);
  onRow.current = (index, event) => {
    touched.current = performance.now();
    // The menu of several that are picked is for all of them.
    if (event.type === 'contextmenu' && picking && choice.picked.has(alarmAt(index)?.id ?? ''))
      setChoice({ ...choice, index, alarmId: alarmAt(index)?.id ?? null });
    else if (event.ctrlKey || event.metaKey) setChoice(toggle(choice, index, alarmAt));
    else setChoice(goTo(choice, index, alarmAt, event.shiftKey));
  };
  const pressRow = useCallback(
    (index: number, event: MouseEvent) => onRow.current(index, event),
    [],
  );
  // The first press of the two has gone to the row.
  const openRow = useCallback(() => setSheet(true), []);

  const opened = useOpened(sheet, chosen, rows);
  const readAt = state.readAt === null ? '' : time.clock(state.readAt);
  const empty = state.question !== null && state.total === 0;
  const standing = viewId === 'now' && Object.keys(view.filter).join() === 'states';
  return (
    <section className="alarm-table" data-testid="alarm-table" data-loading={state.loading}>
      <ViewStrip onChoose={choose} />
      <TableFilters
        filter={view.filter}
        typed={typed}
        text={text}
        search={search}
        onTyped={setTyped}
        onLeave={() => scroller.current?.focus({ preventScroll: true })}
        onFilter={setFilter}
      />
      <div className="table-line">
        <p className="num" role="status" data-testid="table-total" data-total={state.total}>
          <b className="table-count">
            {state.total !== null
              ? said.total({ count: state.total })
              : state.counting || state.question === null
                ? said.counting
                : said.atLeast({ count: Math.max(0, state.known - 1) })}
          </b>
          {readAt !== '' && <span className="muted">{said.readAt({ time: readAt })}</span>}
        </p>
        <p className="table-changes" role="status" data-testid="table-changes">
          {state.arrived > 0 && (
            <b className="table-new">{said.arrived({ count: state.arrived })}</b>
          )}
          {state.left.size > 0 && <span>{said.left({ count: state.left.size })}</span>}
        </p>
        <button
          type="button"
          className="button button-small"
          data-testid="table-refresh"
          data-wanted={pendingChanges > 0}
          title={said.refreshHint}
          onClick={() => void refresh()}
        >
          <RefreshCw aria-hidden="true" className={state.loading ? 'spin' : undefined} />
          {said.refresh}
          <kbd>U</kbd>
        </button>
        <ColumnChooser columns={view.columns} onChange={(columns) => changeView({ columns })} />
        <ExportAlarms view={view} text={text} />
      </div>
      {!recording && <p className="note note-bad">{said.unrecorded}</p>}
      {state.failed !== null && (
        <p className="note note-bad" role="alert" data-testid="table-failed">
          {readAt === '' ? said.failed : said.failedStale({ time: readAt })}{' '}
          {words.failures[state.failed]}
          <button type="button" className="pick-button" onClick={() => void refresh()}>
            {said.retry}
          </button>
        </p>
      )}
      <div className="table-middle" data-stale={state.failed !== null}>
        <RowMenu
          row={chosen}
          open={chosenOpen}
          meant={meant}
          onOpen={openSheet}
          onPick={() => choice.index !== null && setChoice(toggle(choice, choice.index, alarmAt))}
          onOnly={only}
        >
          {/* Right beside the rows the browser's own menu is the one that is wanted. */}
          <div
            className="table-frame"
            role="presentation"
            onContextMenuCapture={(event) => {
              const on = event.target instanceof Element && event.target.closest('[data-alarm-id]');
              if (!on) event.stopPropagation();
            }}
          >
            <AlarmGrid
              scroller={scroller}
              window={sight}
              total={state.total}
              view={view}
              onView={changeView}
              zoom={rem / 16}
              rowAt={rowAt}
              choice={choice}
              left={state.left}
              text={text}
              busy={state.loading}
              onRow={pressRow}
              onOpen={openRow}
            />
            {state.question === null && state.failed === null && (
              <p className="table-over" data-testid="table-loading">
                {words.common.loading}
              </p>
            )}
            {empty && (
              <div className="table-over" data-testid="table-empty">
                <p>
                  {standing
                    ? said.noneStanding
                    : Object.keys(view.filter).length === 0
                      ? said.noneEver
                      : said.noMatch}
                </p>
                {!standing && Object.keys(view.filter).length > 0 && (
                  <button type="button" className="button" onClick={() => setFilter({})}>
                    {said.clearFilters}
                  </button>
                )}
              </div>
            )}
          </div>
        </RowMenu>
        {opened !== null && (
          <AlarmSheet
            key={opened.alarm.id}
            row={opened}
            onClose={() => {
              setSheet(false);
              document.getElementById(GRID_ID)?.focus({ preventScroll: true });
            }}
          />
        )}
      </div>
      <ActBar
        row={chosen}
        open={chosenOpen}
        meant={meant}
        picking={picking}
        onOpen={openSheet}
        onUnpick={() => setChoice(unpick(choice))}
      />
      <AlarmDialogs />
      {acknowledging !== null && (
        <NoteDialog
          first={acknowledging}
          onClose={() => viewStore.setState({ acknowledging: null })}
        />
      )}
    </section>
  );
}

/**
 * Rows as they are now: of what stands the live feed is quicker than any question. The same object for one that did not
 * change, so that only what changed is drawn anew.
 */
function useLiveRows(
  state: TableRowsState,
  open: ReadonlyMap<string, AlarmRecord>,
): (index: number) => AlarmTableRow | undefined {
  const [known] = useState(
    () => new WeakMap<AlarmRecord, { readonly from: AlarmTableRow; readonly row: AlarmTableRow }>(),
  );
  return useCallback(
    (index) => {
      const from = AlarmTableRows.rowAt(state, index);
      const live = from && open.get(from.alarm.id);
      if (live === undefined || from === undefined) return from;
      const merged = known.get(live);
      if (merged?.from === from) return merged.row;
      const row = { ...from, alarm: live };
      known.set(live, { from, row });
      return row;
    },
    [state, open, known],
  );
}

/** What the open sheet is about: the chosen row, and after that left the table the last one that was. */
function useOpened(
  open: boolean,
  chosen: AlarmTableRow | null,
  rows: AlarmTableRows,
): AlarmTableRow | null {
  const kept = useRef<AlarmTableRow | null>(null);
  const keptId = kept.current?.alarm.id;
  const fresh = useStore(rows.state, (state) =>
    keptId === undefined ? undefined : state.fresh.get(keptId),
  );
  if (!open) kept.current = null;
  else if (chosen !== null) kept.current = chosen;
  else if (fresh !== undefined) kept.current = fresh;
  return kept.current;
}
