import { ArrowRight } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useDesk, useWords } from '../hooks.ts';
import { useAct } from '../useAct.ts';
import type { StepProps } from './stepProps.ts';

/** Every zone that this machine knows; an older engine may know fewer, and says so. */
const ZONES = Intl.supportedValuesOf('timeZone');

/** What the building is called, and whose clock the screens show. */
export function SiteStep({ move, busy: moving }: StepProps) {
  const { connections, failures } = useWords();
  const words = connections.setUp;
  const status = useDesk((desk) => desk.status);
  const [ko, setKo] = useState(status?.siteName.ko ?? '');
  const [en, setEn] = useState(status?.siteName.en ?? '');
  const [timeZone, setTimeZone] = useState(status?.timeZone ?? 'Asia/Seoul');
  const { busy, failed, act } = useAct();
  const id = useId();
  const ready = ko.trim() !== '' && timeZone.trim() !== '' && !busy && !moving;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    // A building that has no English name is called the same in both languages.
    const name = { ko: ko.trim(), en: en.trim() || ko.trim() };
    void act(
      (client, session, options) =>
        client.site.save({ session, name, timeZone: timeZone.trim() }, options),
      () => move('connection'),
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="note">{words.siteIntro}</p>
      <div className="field-pair">
        <label className="field">
          {words.nameKo}
          <input
            className="input"
            data-testid="set-up-name-ko"
            data-first=""
            maxLength={80}
            required
            value={ko}
            onChange={(event) => setKo(event.target.value)}
          />
        </label>
        <label className="field">
          {words.nameEn}
          <input
            className="input"
            data-testid="set-up-name-en"
            maxLength={80}
            value={en}
            onChange={(event) => setEn(event.target.value)}
          />
        </label>
      </div>
      <label className="field">
        {words.timeZone}
        <input
          className="input"
          data-testid="set-up-zone"
          list={`${id}-zones`}
          maxLength={64}
          required
          placeholder={words.timeZoneHint}
          value={timeZone}
          onChange={(event) => setTimeZone(event.target.value)}
        />
        <datalist id={`${id}-zones`}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'conflict' ? words.timeZoneWrong : `${words.siteFailed} ${failures[failed]}`}
        </p>
      )}
      <div className="form-buttons">
        <button
          type="button"
          className="button"
          data-testid="set-up-skip"
          onClick={() => move('connection')}
        >
          {words.skip}
        </button>
        <button
          type="submit"
          className="button button-primary"
          data-testid="set-up-next"
          disabled={!ready}
        >
          {words.next}
          <ArrowRight aria-hidden="true" />
        </button>
      </div>
    </form>
  );
}
