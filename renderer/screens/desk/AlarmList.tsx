import { ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useDesk, useEngineNow, useServices, useTime, useView, useWords } from '../../app/hooks.ts';
import { followersIn } from '../../state/burst.ts';
import { alarmsOf, inRowOrder, meantBy } from '../../state/foldAlarms.ts';
import { reportingNow, siteWatch } from '../../state/freshness.ts';
import { AlarmActions } from './AlarmActions.tsx';
import { AlarmLoad } from './AlarmLoad.tsx';
import { AlarmRow } from './AlarmRow.tsx';
import { useAlarmRows } from './alarmRows.ts';
import { FoldRow } from './FoldRow.tsx';
import { InvestigationBar } from './InvestigationBar.tsx';
import { PickBar } from './PickBar.tsx';

/** The height of .alarm in desk.css. Fixed, so that ten thousand rows cost what twenty do. */
const ROW_REM = 6.6;
/** Rows drawn beyond each edge, so that a quick scroll shows no blank. */
const OVERSCAN = 4;

/** Which rows the scroller shows. */
function useWindow(count: number, rowPx: number) {
  const [span, setSpan] = useState({ top: 0, height: 1200 });
  const first = Math.max(0, Math.floor(span.top / rowPx) - OVERSCAN);
  const last = Math.min(count, Math.ceil((span.top + span.height) / rowPx) + OVERSCAN);
  /** Whether at least half of the row can be read. */
  const shows = (index: number) => {
    const middle = (index + 0.5) * rowPx;
    return middle >= span.top && middle <= span.top + span.height;
  };
  return { first, last, shows, setSpan };
}

/** Calm, with its proof: an empty list alone proves nothing. */
function Quiet() {
  const words = useWords();
  const time = useTime();
  useEngineNow();
  const { clock } = useServices();
  const status = useDesk((desk) => desk.status);
  if (status === null) return null;
  const sure = siteWatch(status) === 'monitoring';
  const Icon = sure ? ShieldCheck : ShieldQuestion;
  return (
    <div className="quiet" data-testid="no-alarms" data-sure={sure}>
      <Icon aria-hidden="true" />
      <strong>{words.alarms.none}</strong>
      <p className="num">{words.alarms.noneProof({ time: time.clock(clock.lastHeard() ?? 0) })}</p>
      <p className="num">
        {words.alarms.noneDevices({ expected: status.expected, reporting: reportingNow(status) })}
      </p>
    </div>
  );
}

export function AlarmList() {
  const words = useWords();
  const { view } = useServices();
  const alarms = useDesk((desk) => desk.alarms);
  const selectedId = useView((state) => state.alarmId);
  const { sorted, rows, chosen } = useAlarmRows();
  const selected = chosen?.type === 'alarm' ? chosen.alarm : null;
  const picked = useView((state) => state.picked);
  const meant = meantBy(chosen, sorted, picked);
  const followers = useMemo(() => followersIn(alarms.values()), [alarms]);
  const inOrder = useMemo(() => inRowOrder(rows), [rows]);
  const waiting = sorted.filter((alarm) => waitsForAcknowledgement(alarm.state)).length;
  const scroller = useRef<HTMLDivElement>(null);
  const [rowPx, setRowPx] = useState(ROW_REM * 16);
  const { first, last, shows, setSpan } = useWindow(rows.length, rowPx);
  const chosenKey = chosen?.key ?? null;
  const chosenIndex = chosen === null ? -1 : rows.indexOf(chosen);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      setRowPx(ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      setSpan({ top: element.scrollTop, height: element.clientHeight });
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [setSpan]);

  const bringUp = () => {
    const element = scroller.current;
    if (element === null || chosenIndex < 0) return;
    const top = chosenIndex * rowPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowPx > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowPx - element.clientHeight;
    }
  };
  // Only when the operator moves the selection: a list that scrolls by itself can't be read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row's index changes with every new alarm.
  useEffect(() => bringUp(), [chosenKey]);

  const unfolded = chosen?.type === 'fold' && chosen.unfolded;
  const wasUnfolded = useRef(unfolded);
  // What was just opened lies below its row: bring the row up, or nothing seems to have happened.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is opened, not when rows move.
  useEffect(() => {
    const opened = unfolded && !wasUnfolded.current;
    wasUnfolded.current = unfolded;
    if (opened && scroller.current !== null) scroller.current.scrollTop = chosenIndex * rowPx;
  }, [unfolded]);

  return (
    <section className="alarms panel" aria-label={words.alarms.title}>
      <header className="panel-head">
        <h2 className="panel-title">{words.alarms.title}</h2>
        <span className="panel-note num" data-testid="alarm-count">
          {words.alarms.count({ open: sorted.length, waiting })}
        </span>
      </header>
      <AlarmLoad rows={rows} />
      {sorted.length === 0 ? (
        <Quiet />
      ) : (
        <div
          ref={scroller}
          className="alarm-rows inset-focus"
          role="listbox"
          aria-multiselectable="true"
          tabIndex={0}
          aria-label={words.alarms.title}
          aria-activedescendant={chosenKey === null ? undefined : `alarm-${chosenKey}`}
          onFocus={() => {
            if (selected !== null && selectedId !== selected.id) {
              view.setState({ alarmId: selected.id });
            }
          }}
          onScroll={({ currentTarget }) =>
            setSpan({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
          }
        >
          <div className="alarm-track" style={{ height: rows.length * rowPx }}>
            {rows.slice(first, last).map((row, offset) => {
              const place = {
                index: first + offset,
                count: rows.length,
                active: row.key === chosenKey,
                style: { top: (first + offset) * rowPx, height: rowPx },
              };
              return row.type === 'fold' ? (
                <FoldRow key={row.key} fold={row} picked={picked} {...place} />
              ) : (
                <AlarmRow
                  key={row.key}
                  alarm={row.alarm}
                  picked={picked.has(row.key)}
                  sorted={inOrder}
                  within={row.within !== null}
                  followers={followers.get(row.key) ?? 0}
                  {...place}
                />
              );
            })}
          </div>
        </div>
      )}
      <PickBar
        sorted={sorted}
        selected={alarmsOf(chosen)[0] ?? null}
        meant={meant}
        outOfSight={chosenIndex >= 0 && !shows(chosenIndex)}
        onShow={bringUp}
      />
      <InvestigationBar alarm={selected} />
      <AlarmActions alarm={selected} meant={meant} alarms={alarms} />
    </section>
  );
}
