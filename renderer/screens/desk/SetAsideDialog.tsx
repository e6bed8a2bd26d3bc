import { type FormEvent, useState } from 'react';
import {
  SET_ASIDE_LIMITS,
  SET_ASIDE_TYPES,
  type SetAsideType,
  tellsOfFire,
} from '#shared/alarms/setAside.ts';
import type { SetAsideResult } from '#shared/contract/setAside.ts';
import { useDesk, useLanguage, useServices, useView, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { placeNameOf } from '../../state/points.ts';
import type { SettingAside } from '../../state/view.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SPANS = [
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  DAY_MS,
  3 * DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
] as const;

function useSpanWord(): (ms: number) => string {
  const { setAside: words } = useWords();
  return (ms) =>
    ms < HOUR_MS
      ? words.minutes({ count: ms / MINUTE_MS })
      : ms <= DAY_MS
        ? words.hours({ count: ms / HOUR_MS })
        : words.days({ count: ms / DAY_MS });
}

function SetAsideForm({ asked, onDone }: { asked: SettingAside; onDone: () => void }) {
  const all = useWords();
  const words = all.setAside;
  const language = useLanguage();
  const spanWord = useSpanWord();
  const desk = useDesk((state) => state);
  const { connection, session } = useServices();
  const nuisance = !asked.points.some(tellsOfFire);
  const [type, setType] = useState<SetAsideType>(nuisance ? 'shelved' : 'disabled');
  const [whole, setWhole] = useState(asked.wholeDevice);
  const [forMs, setForMs] = useState<number>(HOUR_MS);
  const [longer, setLonger] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const first = asked.points[0];
  if (first === undefined) return null;
  const needsWord = forMs > SET_ASIDE_LIMITS.ordinaryMs;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    setRefused([]);
    const points = whole
      ? [...new Set(asked.points.map(({ deviceId }) => deviceId))].map((deviceId) => ({
          deviceId,
          kind: null,
        }))
      : [...asked.points];
    try {
      const results = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          client.setAside.begin({ session: token, type, points, reason, forMs, longer }, options),
      );
      if (results?.every(({ done }) => done)) onDone();
      else if (results !== null) setRefused(refusalsOf(results, points));
    } catch (error) {
      setFailure(failureOf(error).code);
    }
    setBusy(false);
  }

  function refusalsOf(
    results: readonly SetAsideResult[],
    points: readonly { readonly deviceId: string }[],
  ): readonly string[] {
    return results.flatMap((result, index) =>
      result.done
        ? []
        : [
            `${placeNameOf(points[index]?.deviceId ?? '', desk, all, language).name}: ${words.refusals[result.refusal]}`,
          ],
    );
  }

  const place = placeNameOf(first.deviceId, desk, all, language);
  return (
    <form className="form" onSubmit={submit}>
      <fieldset className="field choices choices-stacked">
        <legend>{words.what}</legend>
        <p className="choice-subject">
          <b>{place.name}</b> {place.where}
        </p>
        {first.kind !== null && (
          <label className="check">
            <input
              type="radio"
              name="scope"
              data-testid="set-aside-kind"
              checked={!whole}
              onChange={() => setWhole(false)}
            />
            {asked.points.length > 1
              ? words.several({ count: asked.points.length })
              : words.oneKind({ kind: all.kinds[first.kind] })}
          </label>
        )}
        <label className="check">
          <input
            type="radio"
            name="scope"
            data-testid="set-aside-device"
            checked={whole}
            onChange={() => {
              setWhole(true);
              if (type === 'shelved') setType('disabled');
            }}
          />
          {words.wholeDevice}
        </label>
      </fieldset>
      <fieldset className="field choices choices-stacked">
        <legend>{words.how}</legend>
        {SET_ASIDE_TYPES.map((one) => (
          <label className="check choice" key={one} data-chosen={type === one}>
            <input
              type="radio"
              name="type"
              data-testid={`set-aside-${one}`}
              checked={type === one}
              disabled={one === 'shelved' && (whole || !nuisance)}
              onChange={() => setType(one)}
            />
            <span>
              <b>{words.types[one]}</b>
              <small>{words.hints[one]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        {words.howLong}
        <select
          className="input"
          data-testid="set-aside-span"
          value={forMs}
          onChange={(event) => setForMs(Number(event.target.value))}
        >
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {spanWord(span)}
            </option>
          ))}
        </select>
      </label>
      {needsWord && (
        <label className="check">
          <input
            type="checkbox"
            data-testid="set-aside-longer"
            checked={longer}
            onChange={(event) => setLonger(event.target.checked)}
          />
          {words.longer}
        </label>
      )}
      <label className="field">
        {words.reason}
        <input
          className="input"
          data-testid="set-aside-reason"
          data-first=""
          required
          minLength={2}
          maxLength={500}
          placeholder={words.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {(failure !== null || refused.length > 0) && (
        <div className="note note-bad" role="alert" data-testid="set-aside-refused">
          {failure !== null && <p>{all.failures[failure]}</p>}
          {refused.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <div className="form-buttons">
        <button type="button" className="button" onClick={onDone}>
          {all.common.cancel}
        </button>
        <button
          type="submit"
          className="button button-primary"
          data-testid="set-aside-submit"
          disabled={busy || reason.trim().length < 2 || (needsWord && !longer)}
        >
          {busy ? words.saving : words.submit}
        </button>
      </div>
    </form>
  );
}

/** Takes alarms or a whole device out of annunciation, for a time and with a reason. */
export function SetAsideDialog() {
  const words = useWords();
  const { view } = useServices();
  const asked = useView((state) => state.settingAside);
  if (asked === null) return null;
  const close = () => view.setState({ settingAside: null });
  return (
    <Modal
      title={words.setAside.open}
      intro={words.setAside.intro}
      testId="set-aside-dialog"
      onClose={close}
    >
      <SetAsideForm asked={asked} onDone={close} />
    </Modal>
  );
}
