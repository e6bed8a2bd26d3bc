import { ArrowDown } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { ModelVersion } from '#shared/contract/predictionViews.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { SignOnRefused } from '../../app/signOn/SignOnRefused.tsx';
import { Modal } from '../../components/Modal.tsx';
import { shortHash } from '../../state/prediction.ts';
import { useRevised } from '../../state/revised.ts';
import { reaches } from '../../state/roles.ts';
import { useModelChange } from './useModelChange.ts';

export interface ModelChange {
  readonly act: 'promote' | 'rollBack' | 'discard';
  readonly from: ModelVersion | null;
  /** What it may be changed to, the newest first; none when a trial ends. */
  readonly choices: readonly ModelVersion[];
}

const TITLES = {
  promote: 'promoteTitle',
  rollBack: 'rollBackTitle',
  discard: 'discardTitle',
} as const;
const INTROS = {
  promote: 'promoteIntro',
  rollBack: 'rollBackIntro',
  discard: 'discardIntro',
} as const;
const SUBMITS = {
  promote: 'submit',
  rollBack: 'submitRollBack',
  discard: 'submitDiscard',
} as const;

function Named({ label, version }: { label: string; version: ModelVersion | null }) {
  const words = useWords();
  return (
    <p className="change-version">
      <span>{label}</span>
      <b>{version === null ? words.model.noLive : version.version}</b>
      {version !== null && <span className="mono">{shortHash(version.hash)}</span>}
    </p>
  );
}

/** Two people, each with their own secret, and why: no one alone decides what raises alarms. */
export function ChangeModelDialog({
  change,
  onClose,
}: {
  change: ModelChange;
  onClose: () => void;
}) {
  const words = useWords();
  const own = words.model.change;
  const { session } = useServices();
  const first = useStore(session.state, (state) => state.operator);
  const { act, from, choices } = change;
  const [hash, setHash] = useState(choices[0]?.hash);
  const to = choices.find((choice) => choice.hash === hash) ?? null;
  const needsSecond = act !== 'discard';
  const people = useRevised('operators', (client, options) =>
    client.operators.list(undefined, options),
  ).value;
  const others = people?.filter(
    ({ id, role, signsInWith }) =>
      id !== first?.id && signsInWith !== null && reaches(role, 'supervisor'),
  );
  const [operatorId, setOperatorId] = useState('');
  const [secret, setSecret] = useState('');
  const [reason, setReason] = useState('');
  const { busy, refused, run } = useModelChange();
  const second = others?.find(({ id }) => id === operatorId);
  const complete =
    reason.trim() !== '' && (!needsSecond || (second !== undefined && secret !== ''));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const done = await run({ act, to, second: { operatorId, secret }, reason: reason.trim() });
    if (done) onClose();
    else setSecret('');
  };
  return (
    <Modal
      title={own[TITLES[act]]}
      intro={own[INTROS[act]]}
      testId="model-change-dialog"
      onClose={onClose}
    >
      <form className="form" onSubmit={submit}>
        <div className="change-versions">
          <Named label={own.from} version={from} />
          {to !== null && (
            <>
              <ArrowDown aria-hidden="true" />
              <Named label={own.to} version={to} />
            </>
          )}
        </div>
        {choices.length > 1 && (
          <label className="field">
            {own.which}
            <select
              className="input"
              data-testid="change-to"
              value={hash}
              onChange={(event) => setHash(event.target.value)}
            >
              {choices.map((choice) => (
                <option key={choice.hash} value={choice.hash}>
                  {choice.version} {shortHash(choice.hash)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          {own.reason}
          <textarea
            className="input"
            data-first=""
            data-testid="change-reason"
            rows={2}
            maxLength={2000}
            required
            placeholder={own.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="change-person">
          <span>{own.first}</span>
          <b>{first?.name}</b>
          {first !== null && <small>{words.roles[first.role]}</small>}
        </p>
        {needsSecond && others?.length === 0 && (
          <p className="note note-bad" role="alert" data-testid="nobody-else">
            {own.nobodyElse}
          </p>
        )}
        {needsSecond && others !== undefined && others.length > 0 && (
          <fieldset className="field second-person">
            <legend>{own.second}</legend>
            <p className="note">{own.secondHint}</p>
            <label className="field">
              {words.operator.name}
              <select
                className="input"
                data-testid="second-operator"
                required
                value={operatorId}
                onChange={(event) => setOperatorId(event.target.value)}
              >
                <option value="">{own.chooseSecond}</option>
                {others.map(({ id, name, role }) => (
                  <option key={id} value={id}>
                    {name} ({words.roles[role]})
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              {second?.signsInWith ? words.access.kinds[second.signsInWith] : own.secret}
              <input
                className="input input-secret"
                data-testid="second-secret"
                type="password"
                inputMode={second?.signsInWith === 'pin' ? 'numeric' : 'text'}
                autoComplete="off"
                maxLength={512}
                required
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            </label>
          </fieldset>
        )}
        {refused !== null &&
          (refused === 'conflict' || refused === 'notFound' ? (
            <p className="note note-bad" role="alert" data-testid="change-refused">
              {own[refused]}
            </p>
          ) : (
            <SignOnRefused refused={refused} />
          ))}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="change-submit"
            disabled={busy || !complete}
          >
            {busy ? own.saving : own[SUBMITS[act]]}
          </button>
        </div>
      </form>
    </Modal>
  );
}
