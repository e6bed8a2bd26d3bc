import {
  BellMinus,
  BellOff,
  Check,
  MessageSquarePlus,
  PanelRightOpen,
  RotateCcw,
  UserCheck,
  X,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useDesk, usePlaceName, useServices, useWords } from '../../../app/hooks.ts';
import { ringing } from '../../../sound/soundPolicy.ts';
import { possibleActs } from '../../../state/alarmList.ts';
import { useRefusalText } from '../../desk/refusalText.ts';
import { actByKey } from './tableActs.ts';

interface ActBarProps {
  readonly row: AlarmTableRow | null;
  /** Its alarm as it is now; null when it is over, or no row is chosen. */
  readonly open: AlarmRecord | null;
  readonly meant: readonly AlarmRecord[];
  readonly picking: boolean;
  readonly onOpen: () => void;
  readonly onUnpick: () => void;
}

/** What the acts mean, always in sight, wherever the row was scrolled to. */
function Meant({ row, over }: { row: AlarmTableRow; over: boolean }) {
  const words = useWords();
  const place = usePlaceName(row.alarm.deviceId);
  return (
    <>
      <b className="truncate">
        {words.alarmTable.row({ kind: words.kinds[row.alarm.kind], place: place.name })}
      </b>
      {over && <span className="muted truncate">{words.alarmTable.past}</span>}
    </>
  );
}

/** The acts, below the table, where they stand still whatever its rows do. */
export function ActBar({ row, open, meant, picking, onOpen, onUnpick }: ActBarProps) {
  const words = useWords();
  const said = words.alarmTable;
  const services = useServices();
  const { acts } = services;
  const alarms = useDesk((desk) => desk.alarms);
  const pending = useStore(acts.state, (state) => state.pending);
  const refused = useStore(acts.state, (state) =>
    row === null ? undefined : state.refused.get(row.alarm.id),
  );
  const refusalText = useRefusalText();
  const rings = ringing(alarms.values()).some(({ id }) => !pending.has(id));
  const busy = open !== null && pending.has(open.id);
  const act = (code: string) => () => {
    actByKey(services, code, meant, open);
  };
  const canAcknowledge = meant.some(({ id }) => !pending.has(id));
  return (
    <footer className="act-bar">
      <div className="table-meant" role="status" data-testid="table-meant">
        {picking ? (
          <>
            <b className="num" data-testid="table-picked">
              {words.alarms.picked({ count: meant.length })}
            </b>
            <button
              type="button"
              className="pick-button"
              data-testid="table-unpick"
              onClick={onUnpick}
            >
              <X aria-hidden="true" />
              {words.alarms.unpick}
              <kbd>Esc</kbd>
            </button>
          </>
        ) : row === null ? (
          <span className="muted truncate">{said.keys}</span>
        ) : (
          <Meant row={row} over={open === null} />
        )}
        {refused !== undefined && open !== null && (
          <span className="alarm-refused truncate" role="alert" data-testid="table-refused">
            {refusalText(refused)}
          </span>
        )}
      </div>
      <button
        type="button"
        className="button button-primary"
        data-testid="table-acknowledge"
        disabled={!canAcknowledge}
        onClick={act('KeyA')}
      >
        <Check aria-hidden="true" />
        {meant.length > 1
          ? words.alarms.acknowledgeMany({ count: meant.length })
          : words.alarms.acknowledge}
        <kbd>A</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-silence"
        disabled={!rings}
        onClick={act('KeyS')}
      >
        <BellOff aria-hidden="true" />
        {words.alarms.silence}
        <kbd>S</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-reset"
        disabled={open === null || busy || !possibleActs(open).reset}
        onClick={act('KeyR')}
      >
        <RotateCcw aria-hidden="true" />
        {words.alarms.reset}
        <kbd>R</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-take"
        disabled={open === null || busy}
        onClick={act('KeyT')}
      >
        <UserCheck aria-hidden="true" />
        {words.alarms.take}
        <kbd>T</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-note"
        disabled={open === null}
        onClick={act('KeyN')}
      >
        <MessageSquarePlus aria-hidden="true" />
        {words.alarms.note}
        <kbd>N</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-shelve"
        disabled={open === null && meant.length === 0}
        onClick={act('KeyH')}
      >
        <BellMinus aria-hidden="true" />
        {said.shelve}
        <kbd>H</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-testid="table-open"
        disabled={row === null}
        onClick={onOpen}
      >
        <PanelRightOpen aria-hidden="true" />
        {said.open}
        <kbd>Enter</kbd>
      </button>
    </footer>
  );
}
