import { X } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { useDesk, useLanguage, useServices, useView, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { placeNameOf } from '../../state/points.ts';
import { OpenAlarm } from './AlarmHistory.tsx';
import { ResponsePanel } from './ResponsePanel.tsx';

function TroubleOf({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const language = useLanguage();
  const { view } = useServices();
  const devices = useDesk((desk) => desk.devices);
  const floors = useDesk((desk) => desk.floors);
  const { where, name } = placeNameOf(alarm.deviceId, { devices, floors }, words, language);
  return (
    <aside
      className="drawer"
      aria-label={words.drawer.alarmLabel}
      data-testid="trouble-drawer"
      data-device-id={alarm.deviceId}
    >
      <header className="drawer-head" data-level="UNKNOWN">
        <ClassMark alarmClass={alarm.alarmClass} />
        <div className="drawer-name">
          <h2>{words.kinds[alarm.kind]}</h2>
          <p>
            {where} · {name}
          </p>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={words.common.close}
          title={`${words.common.close} (Esc)`}
          data-testid="drawer-close"
          onClick={() => view.setState({ drawerOpen: false })}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <div className="drawer-body">
        <p className="drawer-section">{words.kindMeanings[alarm.kind]}</p>
        <ResponsePanel key={`response ${alarm.id}`} alarm={alarm} />
        <OpenAlarm key={alarm.id} alarm={alarm} />
      </div>
    </aside>
  );
}

/** The desk's own trouble in the place where a detector's details are: there is no detector, and yet things to do. */
export function DeskTroubleDrawer() {
  const open = useView((view) => view.drawerOpen);
  const subjectId = useView((view) => view.deviceId);
  const alarmId = useView((view) => view.alarmId);
  const alarm = useDesk((desk) => (alarmId === null ? undefined : desk.alarms.get(alarmId)));
  if (!open || subjectId === null || deskSourceOf(subjectId) === null) return null;
  return alarm?.deviceId === subjectId ? <TroubleOf key={subjectId} alarm={alarm} /> : null;
}
