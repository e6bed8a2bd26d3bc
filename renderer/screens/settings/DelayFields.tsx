import { ALARM_KINDS } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type DelayRules,
  type EscalationPolicy,
  POLICY_LIMITS,
} from '#shared/escalation/policy.ts';
import { useWords } from '../../app/hooks.ts';

const FIRE_KINDS = ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === 'fire');

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Midnight at the end of the day is 24:00, which a time field can only call 00:00. */
function minuteOf(text: string, end: boolean): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  const minutes = hour * 60 + minute;
  return end && minutes === 0 ? 1_440 : minutes;
}

interface Props {
  readonly policy: EscalationPolicy;
  readonly onChange: (policy: EscalationPolicy) => void;
}

function DayHoursFields({ policy, onChange }: Props) {
  const { escalation: words } = useWords();
  const { from, to } = policy.dayHours;
  return (
    <fieldset className="field">
      <legend>{words.dayHours}</legend>
      <div className="field-row hours">
        <input
          className="input"
          type="time"
          data-testid="day-from"
          aria-label={`${words.dayHours} ${words.dayFrom}`}
          value={clock(from)}
          onChange={({ target }) =>
            onChange({ ...policy, dayHours: { from: minuteOf(target.value, false), to } })
          }
        />
        <span>{words.dayFrom}</span>
        <input
          className="input"
          type="time"
          data-testid="day-to"
          aria-label={`${words.dayHours} ${words.dayTo}`}
          value={clock(to % 1_440)}
          onChange={({ target }) =>
            onChange({ ...policy, dayHours: { from, to: minuteOf(target.value, true) } })
          }
        />
        <span>{words.dayTo}</span>
      </div>
    </fieldset>
  );
}

/** The day hours, T1 and T2, and which alarms may wait for them. */
export function DelayFields({ policy, onChange }: Props) {
  const all = useWords();
  const words = all.escalation;
  const { delays } = policy;
  const change = (changed: Partial<DelayRules>) =>
    onChange({ ...policy, delays: { ...delays, ...changed } });
  const seconds = (key: 'acknowledgeSeconds' | 'investigateSeconds', label: string) => (
    <label className="field">
      {label}
      <input
        className="input"
        type="number"
        data-testid={key}
        min={0}
        max={POLICY_LIMITS.maxDelaySeconds}
        step={1}
        value={delays[key]}
        onChange={({ target }) => change({ [key]: Math.round(Number(target.value)) })}
      />
    </label>
  );
  return (
    <section className="page-section">
      <h3>{words.delays}</h3>
      <div className="delay-fields">
        <DayHoursFields policy={policy} onChange={onChange} />
        {seconds('acknowledgeSeconds', words.t1)}
        {seconds('investigateSeconds', words.t2)}
      </div>
      <fieldset className="field">
        <legend>{words.delayedKinds}</legend>
        <div className="kind-checks">
          {FIRE_KINDS.map((kind) => (
            <label className="check" key={kind}>
              <input
                type="checkbox"
                data-testid={`delayed-${kind}`}
                checked={delays.kinds.includes(kind)}
                onChange={({ target }) =>
                  change({
                    kinds: FIRE_KINDS.filter((one) =>
                      one === kind ? target.checked : delays.kinds.includes(one),
                    ),
                  })
                }
              />
              {all.kinds[kind]}
            </label>
          ))}
          <label className="check">
            <input
              type="checkbox"
              data-testid="delayed-critical"
              checked={delays.critical}
              onChange={({ target }) => change({ critical: target.checked })}
            />
            {words.delayedCritical}
          </label>
        </div>
      </fieldset>
    </section>
  );
}
