import { useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { AlarmSteps } from './AlarmHistory.tsx';

const SHOWN = 12;

function RecordRow({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        className="record-row inset-focus"
        data-testid="record-row"
        data-alarm-id={alarm.id}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <ClassMark alarmClass={alarm.alarmClass} />
        <span className="num">{time.moment(alarm.onsetAt, now)}</span>
        <b className="truncate">{words.kinds[alarm.kind]}</b>
        <span className="record-state num">
          {alarm.endedAt === null
            ? words.states[alarm.state]
            : words.drawer.ended({ time: time.moment(alarm.endedAt, now) })}
        </span>
        <span className="truncate">{alarm.acknowledgedBy ?? ''}</span>
      </button>
      {open && <AlarmSteps alarm={alarm} />}
    </li>
  );
}

/** Every alarm of the device, ended ones too; a press opens what was done about it. */
export function AlarmRecordList({ alarms }: { alarms: readonly AlarmRecord[] }) {
  const words = useWords();
  return (
    <section className="drawer-section">
      <h3>{words.drawer.record}</h3>
      {alarms.length === 0 && <p className="note">{words.drawer.noRecord}</p>}
      <ul className="record">
        {alarms.slice(0, SHOWN).map((alarm) => (
          <RecordRow key={alarm.id} alarm={alarm} />
        ))}
      </ul>
    </section>
  );
}
