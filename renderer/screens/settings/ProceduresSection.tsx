import { useState } from 'react';
import { ALARM_CLASSES, ALARM_KINDS, type AlarmKind } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { CardEditor } from './CardEditor.tsx';
import { CardHistory } from './CardHistory.tsx';
import { GroupingSetting } from './GroupingSetting.tsx';

/** The card of each kind of alarm: what stands now, changing it, and every version before. */
export function ProceduresSection() {
  const words = useWords();
  const [kind, setKind] = useState<AlarmKind>('risk');
  const { value: cards, failed } = useRevised('procedures', (client, options) =>
    client.procedures.list(undefined, options),
  );
  const current = cards?.find((card) => card.kind === kind);
  return (
    <section className="page-section procedures" data-testid="procedures">
      <p className="note">{words.procedures.intro}</p>
      <label className="field procedures-kind">
        {words.procedures.kind}
        <select
          className="input"
          data-testid="procedure-kind"
          value={kind}
          onChange={({ target }) =>
            setKind(ALARM_KINDS.find((one) => one === target.value) ?? kind)
          }
        >
          {ALARM_CLASSES.map((alarmClass) => (
            <optgroup key={alarmClass} label={words.classes[alarmClass]}>
              {ALARM_KINDS.filter((one) => KIND_RULES[one].alarmClass === alarmClass).map((one) => (
                <option key={one} value={one}>
                  {words.kinds[one]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {failed !== null && <p className="note note-bad">{words.failures[failed]}</p>}
      {current !== undefined && (
        <>
          {/* A new version begins a new form: what was being edited belonged to the one before. */}
          <CardEditor key={`${kind} ${current.version}`} current={current} />
          <CardHistory key={kind} current={current} />
        </>
      )}
      <GroupingSetting />
    </section>
  );
}
