import { ALARM_KINDS } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type DelayRules,
  type EscalationPolicy,
  POLICY_LIMITS,
} from '#shared/escalation/policy.ts';
import { useWords } from '../../app/hooks.ts';

const FIRE_KINDS = ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === 'fire');

const HALF_HOURS = Array.from({ length: 49 }, (_, i) => i * 30);

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A list and no time field, which would speak the browser's language: 07:00 PM in a Korean form. */
function MinuteField({
  testId,
  label,
  value,
  onChange,
}: {
  testId: string;
  label: string;
  value: number;
  onChange: (minute: number) => void;
}) {
  const choices = [...new Set([...HALF_HOURS, value])].sort((a, b) => a - b);
  return (
    <label className="field">
      {label}
      <select
        className="input num"
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {choices.map((minute) => (
          <option key={minute} value={minute}>
            {clock(minute)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Props {
  readonly policy: EscalationPolicy;
  readonly onChange: (policy: EscalationPolicy) => void;
}

/** The day hours, T1 and T2, and which alarms may wait for them. */
export function DelayFields({ policy, onChange }: Props) {
  const all = useWords();
  const words = all.escalation;
  const { dayHours, delays } = policy;
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
        <MinuteField
          testId="day-from"
          label={words.dayFrom}
          value={dayHours.from}
          onChange={(from) => onChange({ ...policy, dayHours: { ...dayHours, from } })}
        />
        <MinuteField
          testId="day-to"
          label={words.dayTo}
          value={dayHours.to}
          onChange={(to) => onChange({ ...policy, dayHours: { ...dayHours, to } })}
        />
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
