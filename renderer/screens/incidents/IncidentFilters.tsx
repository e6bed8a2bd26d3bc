import { Search } from 'lucide-react';
import { useRef } from 'react';
import { INCIDENT_PHASES } from '#shared/response/close.ts';
import { OUTCOMES } from '#shared/response/outcome.ts';
import { useWords } from '../../app/hooks.ts';
import { useKeys } from '../../app/useKeys.ts';
import { type IncidentFilter, PERIODS } from '../../state/incidentQuery.ts';

/** A choice among words, each named by its code. */
function Choice<T extends string>({
  label,
  testId,
  value,
  options,
  onChange,
}: {
  label: string;
  testId: string;
  value: T;
  options: readonly (readonly [code: T, word: string])[];
  onChange: (code: T) => void;
}) {
  return (
    <select
      className="input"
      aria-label={label}
      data-testid={testId}
      value={value}
      onChange={({ target }) => {
        const chosen = options.find(([code]) => code === target.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([code, word]) => (
        <option key={code} value={code}>
          {word}
        </option>
      ))}
    </select>
  );
}

export function IncidentFilters({
  filter,
  onChange,
}: {
  filter: IncidentFilter;
  onChange: (filter: IncidentFilter) => void;
}) {
  const words = useWords();
  const search = useRef<HTMLInputElement>(null);
  const change = (changed: Partial<IncidentFilter>) => onChange({ ...filter, page: 0, ...changed });
  useKeys((code) => {
    if (code !== 'Slash') return false;
    search.current?.focus();
    return true;
  });
  return (
    <search className="incident-filters">
      <label className="incident-search">
        <Search aria-hidden="true" />
        <span className="sr-only">{words.incidents.search}</span>
        <input
          ref={search}
          className="input"
          data-testid="incident-search"
          maxLength={80}
          placeholder={words.incidents.searchHint}
          value={filter.text}
          onChange={({ target }) => change({ text: target.value })}
        />
        <kbd>/</kbd>
      </label>
      <div className="incident-choices">
        <Choice
          label={words.incidents.phase}
          testId="filter-phase"
          value={filter.phase}
          options={[
            ['all', words.incidents.all],
            ['open', words.incidents.allOpen],
            ...INCIDENT_PHASES.map((phase) => [phase, words.incidents.phases[phase]] as const),
          ]}
          onChange={(phase) => change({ phase })}
        />
        <Choice
          label={words.incidents.outcome}
          testId="filter-outcome"
          value={filter.outcome}
          options={[
            ['any', words.incidents.anyOutcome],
            ...OUTCOMES.map((outcome) => [outcome, words.incidents.outcomes[outcome]] as const),
          ]}
          onChange={(outcome) => change({ outcome })}
        />
        <Choice
          label={words.incidents.period}
          testId="filter-period"
          value={filter.period}
          options={PERIODS.map((period) => [period, words.incidents.periods[period]] as const)}
          onChange={(period) => change({ period })}
        />
      </div>
    </search>
  );
}
