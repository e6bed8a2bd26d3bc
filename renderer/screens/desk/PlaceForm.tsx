import { type FormEvent, useState } from 'react';
import { zoneAt } from '#shared/plans/zoneAt.ts';
import { useDesk, useLanguage, useServices, useWords } from '../../app/hooks.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { type Placing, stopPlacing } from '../../state/view.ts';
import { useShownFloorId } from './FloorList.tsx';

const text = (form: FormData, name: string): string | null => {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

const number = (form: FormData, name: string): number | null => {
  const value = text(form, name);
  return value === null ? null : Number(value);
};

const GAS_SENSORS = ['enclosure', 'room'] as const;
const TEMPERATURE_SENSORS = ['terminal', 'enclosure'] as const;

/** What was chosen; null for "not known". */
function oneOf<T extends string>(known: readonly T[], chosen: string | null): T | null {
  return known.find((one) => one === chosen) ?? null;
}

/** Where a sensor sits. */
function SensorSelect<T extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly places: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly before: T | null;
}) {
  const words = useWords();
  const { name, label, places, before } = props;
  return (
    <label className="field">
      {label}
      <select
        className="input"
        name={name}
        defaultValue={before ?? ''}
        data-testid={`place-${name}`}
      >
        <option value="">{words.inbox.sensorUnknown}</option>
        {places.map((place) => (
          <option key={place} value={place}>
            {props.words[place]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Names a device and puts it where the plan was clicked, or where its metres were typed; also moves one. */
export function PlaceForm({ placing }: { placing: Placing }) {
  const words = useWords();
  const language = useLanguage();
  const { view, desk, session, connection } = useServices();
  const floors = useDesk((desk) => desk.floors);
  const floorId = useShownFloorId();
  // As it was when the form opened: what is typed must not change under the hand.
  const [before] = useState(() => desk.getState().devices.get(placing.deviceId)?.placement ?? null);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const floor = floors.find((one) => one.id === floorId);
  const { xM, yM } = placing;
  const placed = xM !== null && yM !== null;
  const zone = placed && floor !== undefined ? zoneAt(floor.zones, xM, yM) : null;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = text(form, 'name');
    if (saving || !placed || floor === undefined || name === null) return;
    setSaving(true);
    setFailure(null);
    try {
      const token = await session.require();
      if (token === null) return;
      await connection.request((client, options) =>
        client.devices.place(
          {
            session: token,
            deviceId: placing.deviceId,
            name,
            floorId: floor.id,
            xM,
            yM,
            zoneId: zone?.id ?? null,
            upstreamPanel: text(form, 'panel'),
            branch: text(form, 'branch'),
            ratedCurrentA: number(form, 'rated'),
            gasSensor: oneOf(GAS_SENSORS, text(form, 'gasSensor')),
            temperatureSensor: oneOf(TEMPERATURE_SENSORS, text(form, 'temperatureSensor')),
            model: before?.model ?? null,
            expectedIntervalMs: Math.round((number(form, 'interval') ?? 10) * 1000),
          },
          options,
        ),
      );
      stopPlacing(view);
      // Ringed on the plan, so that whoever placed it sees where it went.
      view.setState({ deviceId: placing.deviceId });
    } catch (error) {
      const { code } = failureOf(error);
      if (code === 'unauthorized') session.expire();
      setFailure(code);
    } finally {
      setSaving(false);
    }
  }

  const move = (axis: 'xM' | 'yM', value: string) => {
    const metres = Number(value);
    if (value === '' || !Number.isFinite(metres)) return;
    view.setState({
      placing: { ...placing, xM: placing.xM ?? 0, yM: placing.yM ?? 0, [axis]: metres },
    });
  };

  return (
    <form className="form inbox-body" data-testid="place-form" onSubmit={submit}>
      <p className="place-device num">{placing.deviceId}</p>
      <label className="field">
        {words.inbox.name}
        <input
          className="input"
          name="name"
          required
          maxLength={80}
          placeholder={words.inbox.nameHint}
          defaultValue={before?.name ?? ''}
          // biome-ignore lint/a11y/noAutofocus: the form opens by a press whose next step is the name.
          autoFocus
          data-testid="place-name"
        />
      </label>
      <label className="field">
        {words.inbox.floor}
        <select
          className="input"
          value={floorId ?? ''}
          onChange={(event) => view.setState({ floorId: event.target.value })}
        >
          {floors.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name[language]}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="field">
        <legend>{words.inbox.position}</legend>
        <p className="pick-hint" data-placed={placed}>
          {placed ? words.inbox.picked({ x: xM.toFixed(1), y: yM.toFixed(1) }) : words.inbox.pick}
        </p>
        {before !== null && <p className="note">{words.inbox.editHint}</p>}
        <div className="field-pair">
          <input
            className="input num"
            type="number"
            step="0.1"
            min="0"
            aria-label={words.inbox.x}
            data-testid="place-x"
            placeholder={words.inbox.x}
            value={xM === null ? '' : Number(xM.toFixed(1))}
            onChange={(event) => move('xM', event.target.value)}
          />
          <input
            className="input num"
            type="number"
            step="0.1"
            min="0"
            aria-label={words.inbox.y}
            placeholder={words.inbox.y}
            value={yM === null ? '' : Number(yM.toFixed(1))}
            onChange={(event) => move('yM', event.target.value)}
          />
        </div>
        <p className="note">
          {words.inbox.zone} <b>{zone?.name[language] ?? words.inbox.noZone}</b>
        </p>
      </fieldset>
      <div className="field-pair">
        <label className="field">
          {words.inbox.panel}
          <input
            className="input"
            name="panel"
            maxLength={64}
            defaultValue={before?.upstreamPanel ?? ''}
          />
        </label>
        <label className="field">
          {words.plans.branch}
          <input
            className="input"
            name="branch"
            maxLength={64}
            defaultValue={before?.branch ?? ''}
          />
        </label>
      </div>
      <div className="field-pair">
        <label className="field">
          {words.inbox.rated}
          <input
            className="input num"
            name="rated"
            type="number"
            min="0.1"
            max="10000"
            step="any"
            defaultValue={before?.ratedCurrentA ?? ''}
          />
        </label>
        <label className="field">
          {words.inbox.interval}
          <input
            className="input num"
            name="interval"
            type="number"
            min="0.1"
            max="3600"
            step="any"
            defaultValue={(before?.expectedIntervalMs ?? 10_000) / 1000}
          />
        </label>
      </div>
      <div className="field-pair">
        <SensorSelect
          name="gasSensor"
          label={words.inbox.gasSensor}
          places={GAS_SENSORS}
          words={words.inbox.gasSensors}
          before={before?.gasSensor ?? null}
        />
        <SensorSelect
          name="temperatureSensor"
          label={words.inbox.temperatureSensor}
          places={TEMPERATURE_SENSORS}
          words={words.inbox.temperatureSensors}
          before={before?.temperatureSensor ?? null}
        />
      </div>
      <p className="note">{words.inbox.sensorHint}</p>
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {before === null ? words.inbox.failed : words.inbox.editFailed} {words.failures[failure]}
        </p>
      )}
      <div className="form-buttons">
        <button type="button" className="button" onClick={() => stopPlacing(view)}>
          {words.common.cancel}
        </button>
        <button
          type="submit"
          className="button button-primary"
          data-testid="place-submit"
          disabled={!placed || saving}
        >
          {before === null
            ? saving
              ? words.inbox.saving
              : words.inbox.submit
            : saving
              ? words.inbox.editSaving
              : words.inbox.editSubmit}
        </button>
      </div>
    </form>
  );
}
