import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import {
  ALARM_CLASSES,
  ALARM_KINDS,
  ALARM_PRIORITIES,
  ALARM_STATES,
} from '#shared/alarms/alarm.ts';
import { OUTCOME_CHOICES, type ViewFilter } from '#shared/alarms/alarmTable.ts';
import { useWords } from '../../../app/hooks.ts';
import { filterTexts, stateText, type TextParts } from '../../../state/alarmTableText.ts';
import { Choices, FilterButton } from './FilterButton.tsx';
import { PeriodFilter } from './PeriodFilter.tsx';

interface TableFiltersProps {
  readonly filter: ViewFilter;
  /** What is typed, which may be ahead of what is asked. */
  readonly typed: string;
  readonly text: TextParts;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onTyped: (text: string) => void;
  /** From the search to the rows. */
  readonly onLeave: () => void;
  readonly onFilter: (filter: ViewFilter) => void;
}

/** What is looked for. Each button says by which words it filters now, so that nothing is left out unseen. */
export function TableFilters(props: TableFiltersProps) {
  const { filter, typed, text, search, onTyped, onLeave, onFilter } = props;
  const words = useWords();
  const said = words.alarmTable;
  const { floors, language } = text;
  const set = <Key extends keyof ViewFilter>(key: Key, value: ViewFilter[Key] | undefined) => {
    const { [key]: _before, ...rest } = filter;
    onFilter(value === undefined ? rest : { ...rest, [key]: value });
  };
  const active = filterTexts(filter, text);
  const shown = (...keys: readonly (keyof ViewFilter)[]) =>
    active
      .filter(({ key }) => keys.includes(key))
      .map(({ value }) => value)
      .join(', ') || null;
  const floor = floors.find(({ id }) => id === filter.floorId);
  const subject = active.find(({ key }) => key === 'subject');
  return (
    <search className="table-filters" aria-label={said.filters}>
      <label className="incident-search table-search">
        <Search aria-hidden="true" />
        <span className="sr-only">{said.search}</span>
        <input
          ref={search}
          className="input"
          data-testid="table-search"
          maxLength={80}
          placeholder={said.searchHint}
          value={typed}
          onChange={({ target }) => onTyped(target.value)}
          onKeyDown={(event) => {
            // On to what was found; with an input method at work Enter is still for it.
            if (!/^(Enter|ArrowDown|Escape)$/.test(event.key) || event.nativeEvent.isComposing)
              return;
            event.preventDefault();
            onLeave();
          }}
        />
        <kbd>/</kbd>
      </label>
      <PeriodFilter
        // What is typed into it belongs to the view that was chosen.
        key={JSON.stringify(filter.period?.type === 'range' ? 'range' : filter.period)}
        period={filter.period}
        text={text}
        onChange={(period) => set('period', period)}
      />
      <FilterButton name={said.columns.class} value={shown('classes')} testId="filter-class">
        <Choices
          testId="class"
          options={ALARM_CLASSES.map((one) => [one, words.classes[one]] as const)}
          chosen={filter.classes}
          onChange={(chosen) => set('classes', chosen)}
        />
      </FilterButton>
      <FilterButton
        name={said.columns.priority}
        value={shown('priorities')}
        testId="filter-priority"
      >
        <Choices
          testId="priority"
          options={ALARM_PRIORITIES.map((one) => [one, words.priorities[one]] as const)}
          chosen={filter.priorities}
          onChange={(chosen) => set('priorities', chosen)}
        />
      </FilterButton>
      <FilterButton name={said.columns.state} value={shown('states')} testId="filter-state">
        <Choices
          testId="state"
          options={ALARM_STATES.map((one) => [one, stateText(one, words)] as const)}
          chosen={filter.states}
          onChange={(chosen) => set('states', chosen)}
        />
      </FilterButton>
      <FilterButton name={said.columns.kind} value={shown('kinds')} testId="filter-kind">
        <Choices
          testId="kind"
          options={ALARM_KINDS.map((one) => [one, words.kinds[one]] as const)}
          chosen={filter.kinds}
          onChange={(chosen) => set('kinds', chosen)}
        />
      </FilterButton>
      <FilterButton name={said.place} value={shown('floorId', 'zoneId')} testId="filter-place">
        <label className="field">
          {said.columns.floor}
          <select
            className="input"
            data-testid="filter-floor"
            value={filter.floorId ?? ''}
            onChange={({ target }) => {
              const { floorId: _floor, zoneId: _zone, ...rest } = filter;
              onFilter(target.value === '' ? rest : { ...rest, floorId: target.value });
            }}
          >
            <option value="">{said.any}</option>
            {floors.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {said.columns.zone}
          <select
            className="input"
            data-testid="filter-zone"
            disabled={floor === undefined || floor.zones.length === 0}
            value={filter.zoneId ?? ''}
            onChange={({ target }) => set('zoneId', target.value || undefined)}
          >
            <option value="">{said.any}</option>
            {floor?.zones.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
      </FilterButton>
      <FilterButton name={said.columns.outcome} value={shown('outcomes')} testId="filter-outcome">
        <Choices
          testId="outcome"
          options={OUTCOME_CHOICES.map(
            (one) =>
              [one, one === 'none' ? said.noOutcome : words.incidents.outcomes[one]] as const,
          )}
          chosen={filter.outcomes}
          onChange={(chosen) => set('outcomes', chosen)}
        />
      </FilterButton>
      <FilterButton name={said.person} value={shown('acknowledgedBy')} testId="filter-person">
        <label className="field">
          {said.personHint}
          <input
            className="input"
            data-testid="filter-person-name"
            maxLength={64}
            value={filter.acknowledgedBy ?? ''}
            onChange={({ target }) => set('acknowledgedBy', target.value.trimStart() || undefined)}
          />
        </label>
      </FilterButton>
      <FilterButton name={said.tests} value={shown('test')} testId="filter-test">
        <fieldset className="filter-choices">
          <legend className="sr-only">{said.tests}</legend>
          {([undefined, 'only', 'without'] as const).map((one) => (
            <label key={one ?? 'all'} className="check filter-choice">
              <input
                type="radio"
                name="test"
                data-testid={`filter-test-${one ?? 'all'}`}
                checked={filter.test === one}
                onChange={() => set('test', one)}
              />
              {one === undefined ? said.any : said.testChoices[one]}
            </label>
          ))}
        </fieldset>
      </FilterButton>
      {subject !== undefined && (
        <button
          type="button"
          className="filter-button"
          data-active="true"
          data-testid="filter-subject"
          aria-label={said.removeFilter({ name: `${subject.name} ${subject.value}` })}
          onClick={() => set('subject', undefined)}
        >
          <span>{subject.name}</span>
          <b className="truncate">{subject.value}</b>
          <X aria-hidden="true" />
        </button>
      )}
      {active.length > 0 && (
        <button
          type="button"
          className="pick-button"
          data-testid="clear-filters"
          onClick={() => onFilter({})}
        >
          <X aria-hidden="true" />
          {said.clearFilters}
        </button>
      )}
    </search>
  );
}
