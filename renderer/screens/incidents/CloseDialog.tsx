import { type FormEvent, useState } from 'react';
import type {
  IncidentAlarm,
  IncidentDetail,
  IncidentResult,
} from '#shared/contract/responseViews.ts';
import type { CloseBlocker } from '#shared/response/close.ts';
import {
  isComplete,
  type NuisanceCause,
  OUTCOMES,
  type Outcome,
  type Verdict,
} from '#shared/response/outcome.ts';
import { useDesk, useLanguage, useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { Modal } from '../../components/Modal.tsx';
import { CauseChoice, VerdictFields } from './VerdictFields.tsx';

interface OwnVerdict {
  readonly outcome: Outcome;
  readonly cause: NuisanceCause | null;
}

/** What keeps it open, by name: nobody should have to find out by trying. */
function Blockers({
  blockers,
  alarms,
}: {
  blockers: readonly CloseBlocker[];
  alarms: readonly IncidentAlarm[];
}) {
  const words = useWords();
  const language = useLanguage();
  const devices = useDesk((desk) => desk.devices);
  const nameOf = (alarmId: string) => {
    const alarm = alarms.find(({ id }) => id === alarmId);
    if (alarm === undefined) return alarmId;
    const device = devices.get(alarm.deviceId)?.placement?.name ?? alarm.deviceId;
    return `${words.kinds[alarm.kind]} · ${device}`;
  };
  return (
    <div className="blocked" role="alert" data-testid="close-blockers">
      <b>{words.incidents.closeBlocked}</b>
      <ul className="blockers">
        {blockers.map((blocker) =>
          blocker.type === 'alarm' ? (
            <li key={blocker.alarmId}>
              <b>{nameOf(blocker.alarmId)}</b> {words.incidents.blocks[blocker.why]}
            </li>
          ) : (
            <li key={blocker.step.id}>
              <b>{words.incidents.blockedStep}</b> {blocker.step.text[language]}
            </li>
          ),
        )}
      </ul>
    </div>
  );
}

/** An alarm that was something else than the incident it is in. */
function PerAlarm({
  alarms,
  own,
  onChange,
}: {
  alarms: readonly IncidentAlarm[];
  own: ReadonlyMap<string, OwnVerdict>;
  onChange: (own: ReadonlyMap<string, OwnVerdict>) => void;
}) {
  const words = useWords();
  const devices = useDesk((desk) => desk.devices);
  const set = (alarmId: string, verdict: OwnVerdict | null) => {
    const next = new Map(own);
    if (verdict === null) next.delete(alarmId);
    else next.set(alarmId, verdict);
    onChange(next);
  };
  return (
    <details className="per-alarm">
      <summary>{words.incidents.perAlarm}</summary>
      {alarms.map(({ id, kind, deviceId }) => {
        const verdict = own.get(id);
        const name = `${words.kinds[kind]} · ${devices.get(deviceId)?.placement?.name ?? deviceId}`;
        return (
          <div key={id} className="per-alarm-row">
            <span className="truncate">{name}</span>
            <select
              className="input"
              aria-label={`${name}: ${words.incidents.outcome}`}
              value={verdict?.outcome ?? ''}
              onChange={({ target }) => {
                const outcome = OUTCOMES.find((one) => one === target.value);
                set(id, outcome === undefined ? null : { outcome, cause: null });
              }}
            >
              <option value="">{words.incidents.sameAsIncident}</option>
              {OUTCOMES.map((outcome) => (
                <option key={outcome} value={outcome}>
                  {words.incidents.outcomes[outcome]}
                </option>
              ))}
            </select>
            {verdict?.outcome === 'nuisance' && (
              <CauseChoice
                value={verdict.cause}
                testId="own-cause"
                onChange={(cause) => set(id, { outcome: 'nuisance', cause })}
              />
            )}
          </div>
        );
      })}
    </details>
  );
}

/** Ends an incident with what it turned out to be. */
export function CloseDialog({ detail, onClose }: { detail: IncidentDetail; onClose: () => void }) {
  const words = useWords();
  const { busy, failed, act } = useAct();
  const { incident, alarms } = detail;
  const [verdict, setVerdict] = useState<Partial<Verdict>>({});
  const [own, setOwn] = useState<ReadonlyMap<string, OwnVerdict>>(new Map());
  const [refused, setRefused] = useState<Extract<IncidentResult, { done: false }> | null>(null);
  const { outcome, cause = null, text = null } = verdict;
  const blockers = refused?.refusal === 'blocked' ? refused.blockers : detail.blockers;
  const ownComplete = [...own.values()].every(
    (one) => (one.outcome === 'nuisance') === (one.cause !== null),
  );
  const ready =
    outcome !== undefined &&
    isComplete({ outcome, cause, text }) &&
    ownComplete &&
    detail.blockers.length === 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (outcome === undefined || !ready) return;
    act(
      (client, session, options) =>
        client.incidents.close(
          {
            session,
            incidentId: incident.id,
            outcome,
            cause,
            text,
            alarms: [...own].map(([alarmId, said]) => ({ alarmId, ...said })),
          },
          options,
        ),
      (result) => {
        if (result.done) onClose();
        else setRefused(result);
      },
    );
  };
  return (
    <Modal
      title={words.incidents.closeTitle({ number: incident.number })}
      intro={words.incidents.closeIntro}
      testId="close-dialog"
      onClose={onClose}
    >
      <form className="form" onSubmit={send}>
        {blockers.length > 0 && <Blockers blockers={blockers} alarms={alarms} />}
        <VerdictFields value={verdict} onChange={setVerdict} />
        {alarms.length > 1 && <PerAlarm alarms={alarms} own={own} onChange={setOwn} />}
        {refused !== null && refused.refusal !== 'blocked' && (
          <p className="note note-bad" role="alert">
            {words.incidents.refusals[refused.refusal]}
          </p>
        )}
        {failed !== null && (
          <p className="note note-bad" role="alert">
            {failed === 'forbidden' ? words.incidents.supervisorOnly : words.failures[failed]}
          </p>
        )}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="close-submit"
            disabled={!ready || busy}
          >
            {words.incidents.close}
          </button>
        </div>
      </form>
    </Modal>
  );
}
