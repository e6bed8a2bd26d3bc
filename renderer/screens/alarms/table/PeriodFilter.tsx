import { useState } from 'react';
import type { Period } from '#shared/alarms/alarmTable.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { fromField } from '#shared/i18n/zonedTime.ts';
import { useWords } from '../../../app/hooks.ts';
import { periodText, type TextParts } from '../../../state/alarmTableText.ts';
import { FilterButton } from './FilterButton.tsx';

const DAYS = [1, 7, 30, 90] as const;

const codeOf = (period: Period | undefined): string =>
  period === undefined ? 'all' : period.type === 'days' ? String(period.days) : period.type;

/** When it began: a stretch that moves with the clock, or two moments. */
export function PeriodFilter({
  period,
  text,
  onChange,
}: {
  period: Period | undefined;
  text: TextParts;
  onChange: (period: Period | undefined) => void;
}) {
  const words = useWords();
  const said = words.alarmTable;
  const { timeZone } = text;
  const field = (at: number | undefined) =>
    at === undefined ? '' : stamp(at, timeZone).replace(' ', 'T').slice(0, 16);
  const range = period?.type === 'range' ? period : undefined;
  const [typed, setTyped] = useState({ from: field(range?.from), to: field(range?.to) });
  const [ranging, setRanging] = useState(range !== undefined);
  const own =
    period !== undefined && period.type === 'days' && !DAYS.some((days) => days === period.days);
  const set = (next: { from: string; to: string }) => {
    setTyped(next);
    const from = fromField(next.from, timeZone);
    const to = fromField(next.to, timeZone);
    if (from === undefined && to === undefined) return onChange(undefined);
    // Turned round it would find nothing, and the engine refuses it: it counts once it makes sense.
    if (from !== undefined && to !== undefined && from >= to) return;
    onChange({
      type: 'range',
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
  };
  const options: readonly (readonly [string, string])[] = [
    ['all', said.periods.all],
    ['today', said.periods.today],
    ...DAYS.map((days) => [String(days), said.lastDays({ days })] as const),
    ...(own && period.type === 'days'
      ? [[String(period.days), said.lastDays({ days: period.days })] as const]
      : []),
    ['range', said.periods.range],
  ];
  const choose = (code: string) => {
    setRanging(code === 'range');
    if (code === 'range') return;
    if (code === 'all') onChange(undefined);
    else onChange(code === 'today' ? { type: 'today' } : { type: 'days', days: Number(code) });
  };
  const shown = ranging ? 'range' : codeOf(period);
  return (
    <FilterButton
      name={said.period}
      value={period === undefined ? null : periodText(period, text)}
      testId="filter-period"
    >
      <fieldset className="filter-choices">
        <legend className="sr-only">{said.period}</legend>
        {options.map(([code, word]) => (
          <label key={code} className="check filter-choice">
            <input
              type="radio"
              name="period"
              data-testid={`filter-period-${code}`}
              checked={shown === code}
              onChange={() => choose(code)}
            />
            {word}
          </label>
        ))}
      </fieldset>
      {shown === 'range' && (
        <div className="form filter-range">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="field">
              {said[end]}
              <input
                className="input"
                type="datetime-local"
                data-testid={`filter-period-${end}`}
                value={typed[end]}
                onChange={({ target }) => set({ ...typed, [end]: target.value })}
              />
            </label>
          ))}
        </div>
      )}
    </FilterButton>
  );
}
