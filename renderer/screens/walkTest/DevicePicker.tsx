import { useMemo, useState } from 'react';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { useDesk, useLanguage, useWords } from '../../app/hooks.ts';
import { type DeviceFilter, matching, NO_FILTER, panelsOf } from './chooseDevices.ts';

/** More rows than anybody reads; the filters say the rest. */
const MAX_ROWS = 500;

interface Option {
  readonly id: string;
  readonly name: string;
}

function Choice({
  label,
  value,
  options,
  testId,
  onChange,
}: {
  label: string;
  value: string | null;
  options: readonly Option[];
  testId: string;
  onChange: (value: string | null) => void;
}) {
  const words = useWords();
  return (
    <label className="field">
      {label}
      <select
        className="input"
        data-testid={testId}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{words.walkTest.every}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Chooses devices by floor, zone, panel or name, many at once or one by one. */
export function DevicePicker({
  chosen,
  onChange,
}: {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const floors = useDesk((desk) => desk.floors);
  const devices = useDesk((desk) => desk.devices);
  const [filter, setFilter] = useState<DeviceFilter>(NO_FILTER);
  const panels = useMemo(() => panelsOf(devices.values()), [devices]);
  const shown = useMemo(() => matching(devices.values(), filter), [devices, filter]);
  const floor = floors.find(({ id }) => id === filter.floorId);
  const names = new Map(floors.map(({ id, name }) => [id, name[language]]));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className="field walk-picker">
      <legend>{words.walkTest.devices}</legend>
      <div className="walk-filters">
        <Choice
          label={words.walkTest.floor}
          testId="walk-floor"
          value={filter.floorId}
          options={floors.map(({ id, name }) => ({ id, name: name[language] }))}
          onChange={(floorId) => setFilter({ ...filter, floorId, zoneId: null })}
        />
        <Choice
          label={words.walkTest.zone}
          testId="walk-zone"
          value={filter.zoneId}
          options={(floor?.zones ?? []).map(({ id, name }) => ({ id, name: name[language] }))}
          onChange={(zoneId) => setFilter({ ...filter, zoneId })}
        />
        <Choice
          label={words.walkTest.panel}
          testId="walk-panel"
          value={filter.panel}
          options={panels.map((name) => ({ id: name, name }))}
          onChange={(panel) => setFilter({ ...filter, panel })}
        />
        <label className="field">
          {words.walkTest.search}
          <input
            type="search"
            className="input"
            data-testid="walk-search"
            value={filter.text}
            onChange={(event) => setFilter({ ...filter, text: event.target.value })}
          />
        </label>
      </div>
      <div className="walk-tools">
        <button
          type="button"
          className="button button-small"
          data-testid="walk-choose-shown"
          disabled={shown.length === 0}
          onClick={() => onChange(new Set([...chosen, ...shown.map(({ id }) => id)]))}
        >
          {words.walkTest.chooseShown({ count: shown.length })}
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={chosen.size === 0}
          onClick={() => onChange(new Set())}
        >
          {words.walkTest.chooseNone}
        </button>
        <b className="num" data-testid="walk-chosen" data-count={chosen.size}>
          {words.walkTest.chosen({ count: chosen.size, most: WALK_TEST_LIMITS.devices })}
        </b>
      </div>
      {shown.length === 0 ? (
        <p className="note">{words.walkTest.noDevices}</p>
      ) : (
        <ul className="walk-devices">
          {shown.slice(0, MAX_ROWS).map(({ id, placement }) => (
            <li key={id}>
              <label className="check">
                <input
                  type="checkbox"
                  data-testid="walk-device"
                  data-device-id={id}
                  checked={chosen.has(id)}
                  onChange={() => toggle(id)}
                />
                <b className="truncate">{placement?.name ?? id}</b>
                <small className="truncate">
                  {[names.get(placement?.floorId ?? ''), placement?.upstreamPanel, id]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
