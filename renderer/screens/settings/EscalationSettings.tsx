import { type FormEvent, useState } from 'react';
import type { PolicyView } from '#shared/contract/escalationViews.ts';
import type { EscalationPolicy } from '#shared/escalation/policy.ts';
import { policyFaults } from '#shared/escalation/policyFaults.ts';
import { useEngineNow, useServices, useTime, useWords } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { failureOf } from '../../state/engineClient.ts';
import { useRevised } from '../../state/revised.ts';
import { DelayFields } from './DelayFields.tsx';
import { EscalationTables } from './EscalationTables.tsx';
import { SeatField } from './SeatField.tsx';

function InForce({ view }: { view: PolicyView }) {
  const { escalation: words } = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  if (view.by === null) return <p className="note">{words.versionDefault}</p>;
  return (
    <p className="note" data-testid="policy-version">
      {words.versionOf({
        version: view.version,
        name: view.by,
        time: time.moment(view.since, now),
      })}
      {view.why !== null && <> · {words.versionWhy({ why: view.why })}</>}
    </p>
  );
}

function PolicyForm({ view }: { view: PolicyView }) {
  const all = useWords();
  const words = all.escalation;
  const { connection, session } = useServices();
  // What is being changed, and which version it began from.
  const [draft, setDraft] = useState<{
    readonly policy: EscalationPolicy;
    readonly version: number;
  } | null>(null);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const policy = draft?.policy ?? view.policy;
  const faults = policyFaults(policy);
  const change = (changed: EscalationPolicy) => {
    setSaid(null);
    setDraft({ policy: changed, version: draft?.version ?? view.version });
  };

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || draft === null) return;
    setBusy(true);
    setSaid(null);
    try {
      const saved = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          client.escalation.setTables({ session: token, ...draft, why }, options),
      );
      if (saved !== null) {
        setDraft(null);
        setWhy('');
        setSaid({ good: true, text: words.saved });
      }
    } catch (error) {
      const { code } = failureOf(error);
      if (code === 'conflict') setDraft(null);
      setSaid({ good: false, text: code === 'conflict' ? words.conflict : all.failures[code] });
    }
    setBusy(false);
  }

  return (
    <>
      <section className="page-section">
        <h3>{words.tablesTitle}</h3>
        <p className="note">{words.tablesIntro}</p>
        <InForce view={view} />
        <EscalationTables policy={policy} onChange={change} />
      </section>
      <DelayFields policy={policy} onChange={change} />
      {said !== null && (
        <p
          className={`note ${said.good ? 'note-good' : 'note-bad'}`}
          role="status"
          data-testid="policy-said"
        >
          {said.text}
        </p>
      )}
      {draft !== null && (
        <form className="save-bar" onSubmit={save} data-testid="policy-unsaved">
          <p>
            <b>{words.unsaved}</b>
            {faults.map(({ code, table }) => (
              <span className="fault" key={`${code} ${JSON.stringify(table)}`}>
                {table !== null &&
                  `${all.classes[table.alarmClass]} · ${all.priorities[table.priority]} · ${words.periods[table.period]}: `}
                {words.faults[code]}
              </span>
            ))}
          </p>
          <label className="field">
            {words.why}
            <input
              className="input"
              data-testid="policy-why"
              required
              maxLength={2000}
              placeholder={words.whyHint}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </label>
          <button
            type="button"
            className="button"
            onClick={() => {
              setDraft(null);
              setSaid(null);
            }}
          >
            {words.discard}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="policy-save"
            disabled={busy || faults.length > 0 || why.trim() === ''}
          >
            {busy ? words.saving : words.save}
          </button>
        </form>
      )}
    </>
  );
}

/** Who is told when nobody answers: the tables, the time to look, and what this seat is. */
export function EscalationSettings() {
  const words = useWords();
  const { value, failed } = useRevised('escalation', (client, options) =>
    client.escalation.tables(undefined, options),
  );
  return (
    <div className="escalation-settings" data-testid="escalation-settings">
      <SeatField />
      {failed !== null && <p className="note note-bad">{words.escalation.loadFailed}</p>}
      {value === null ? (
        failed === null && <p className="note">{words.common.loading}</p>
      ) : (
        <PolicyForm view={value} />
      )}
    </div>
  );
}
