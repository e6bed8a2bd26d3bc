import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import {
  ALARM_CLASSES,
  ALARM_PRIORITIES,
  type AlarmClass,
  type AlarmPriority,
} from '#shared/alarms/alarm.ts';
import {
  type EscalationPolicy,
  type EscalationStep,
  PERIODS,
  type Period,
} from '#shared/escalation/policy.ts';
import { useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { tableText } from '../../state/escalationText.ts';
import { StepsEditor } from './StepsEditor.tsx';

interface Which {
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
  readonly period: Period;
}

function withSteps(
  policy: EscalationPolicy,
  { alarmClass, priority, period }: Which,
  steps: readonly EscalationStep[],
): EscalationPolicy {
  const ofClass = policy.tables[alarmClass];
  return {
    ...policy,
    tables: {
      ...policy.tables,
      [alarmClass]: { ...ofClass, [priority]: { ...ofClass[priority], [period]: steps } },
    },
  };
}

/** Every table as a sentence, which is what has to be right; a press opens the one that is to be changed. */
export function EscalationTables({
  policy,
  onChange,
}: {
  policy: EscalationPolicy;
  onChange: (policy: EscalationPolicy) => void;
}) {
  const words = useWords();
  const { escalation } = words;
  const [editing, setEditing] = useState<Which | null>(null);
  const nameOf = ({ alarmClass, priority, period }: Which) =>
    [words.classes[alarmClass], words.priorities[priority], escalation.periods[period]].join(' · ');
  return (
    <>
      <div className="rules">
        {ALARM_CLASSES.map((alarmClass) => (
          <table className="table" key={alarmClass}>
            <caption>
              <ClassMark alarmClass={alarmClass} />
              {words.classes[alarmClass]}
            </caption>
            <tbody>
              {ALARM_PRIORITIES.flatMap((priority) =>
                PERIODS.map((period) => (
                  <tr key={`${priority} ${period}`}>
                    {period === 'day' && (
                      <th rowSpan={2} scope="rowgroup">
                        {words.priorities[priority]}
                      </th>
                    )}
                    <th scope="row">{escalation.periods[period]}</th>
                    <td className="rule" data-testid={`rule-${alarmClass}-${priority}-${period}`}>
                      {tableText(policy.tables[alarmClass][priority][period], escalation)}
                    </td>
                    <td>
                      <button
                        type="button"
                        className="icon-button"
                        data-testid={`edit-${alarmClass}-${priority}-${period}`}
                        aria-label={`${escalation.edit}: ${nameOf({ alarmClass, priority, period })}`}
                        onClick={() => setEditing({ alarmClass, priority, period })}
                      >
                        <PencilLine aria-hidden="true" />
                      </button>
                    </td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        ))}
      </div>
      {editing !== null && (
        <StepsEditor
          alarmClass={editing.alarmClass}
          title={nameOf(editing)}
          steps={policy.tables[editing.alarmClass][editing.priority][editing.period]}
          rule={(steps) => `${nameOf(editing)}: ${tableText(steps, escalation)}`}
          onDone={(steps) => {
            setEditing(null);
            if (steps !== null) onChange(withSteps(policy, editing, steps));
          }}
        />
      )}
    </>
  );
}
