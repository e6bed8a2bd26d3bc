import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { IncidentAlarm, IncidentDetail } from '#shared/contract/responseViews.ts';
import { useDesk, useEngineNow, useServices, useTime, useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { showDevice } from '../../state/view.ts';
import { OtherIncidentDialog } from './OtherIncidentDialog.tsx';

/** Enough to see what it is about; a flood in one zone has hundreds. */
const SHOWN = 30;

function Row({
  alarm,
  onMove,
}: {
  alarm: IncidentAlarm;
  /** Null where it can't be moved. */
  onMove: (() => void) | null;
}) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { view } = useServices();
  const device = useDesk((desk) => desk.devices.get(alarm.deviceId));
  const { outcome } = alarm;
  return (
    <tr data-testid="incident-alarm" data-alarm-id={alarm.id} data-state={alarm.state}>
      <th scope="row">
        <span className="incident-kind">
          <ClassMark alarmClass={alarm.alarmClass} />
          {words.kinds[alarm.kind]}
        </span>
      </th>
      <td>{device?.placement?.name ?? alarm.deviceId}</td>
      <td className="num">{time.moment(alarm.onsetAt, now)}</td>
      <td>
        <span className="state-chip" data-waiting={waitsForAcknowledgement(alarm.state)}>
          {outcome === null ? words.states[alarm.state] : words.incidents.outcomes[outcome]}
        </span>
      </td>
      <td className="incident-row-acts">
        <button
          type="button"
          className="icon-button"
          aria-label={words.incidents.showDevice}
          title={words.incidents.showDevice}
          onClick={() => {
            const floorId = device?.placement?.floorId ?? null;
            showDevice(view, { id: alarm.deviceId, floorId }, alarm.id);
            view.setState({ drawerOpen: true });
          }}
        >
          <LocateFixed aria-hidden="true" />
        </button>
        {onMove !== null && (
          <button
            type="button"
            className="button button-small"
            data-testid="alarm-move"
            onClick={onMove}
          >
            {words.incidents.move}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The alarms that were gathered, and putting right what was gathered wrongly. */
export function AlarmTable({ detail }: { detail: IncidentDetail }) {
  const words = useWords();
  const { session, view } = useServices();
  const { busy, failed, act } = useAct();
  const role = useStore(session.state, (state) => state.operator?.role);
  const [moving, setMoving] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const { alarms, incident } = detail;
  const movable = incident.phase !== 'closed' && role !== 'operator' && role !== undefined;
  const shown = all ? alarms : alarms.slice(0, SHOWN);
  return (
    <section className="incident-part">
      <h3 className="num">{words.incidents.alarms({ count: alarms.length })}</h3>
      <table className="table">
        <tbody>
          {shown.map((alarm) => (
            <Row
              key={alarm.id}
              alarm={alarm}
              onMove={
                movable
                  ? () => {
                      setRefused(null);
                      setMoving(alarm.id);
                    }
                  : null
              }
            />
          ))}
        </tbody>
      </table>
      {shown.length < alarms.length && (
        <button type="button" className="button button-small" onClick={() => setAll(true)}>
          {words.incidents.older({ count: alarms.length - shown.length })}
        </button>
      )}
      {moving !== null && (
        <OtherIncidentDialog
          title={words.incidents.moveTitle}
          label={words.incidents.moveTo}
          submit={words.incidents.move}
          except={incident.id}
          own={words.incidents.moveOwn}
          busy={busy}
          failure={refused ?? (failed === null ? null : words.failures[failed])}
          onClose={() => setMoving(null)}
          onSubmit={(incidentId, reason) =>
            act(
              (client, signedOn, options) =>
                client.incidents.move(
                  {
                    session: signedOn,
                    alarmId: moving,
                    to: incidentId === '' ? 'own' : { incidentId },
                    reason,
                  },
                  options,
                ),
              (result) => {
                if (!result.done) setRefused(words.incidents.refusals[result.refusal]);
                else {
                  setMoving(null);
                  view.setState({ incidentId: result.incident.id });
                }
              },
            )
          }
        />
      )}
    </section>
  );
}
