import { History } from 'lucide-react';
import { useState } from 'react';
import type { PlanOverview, PlanRefusal, PlanVersion } from '#shared/contract/planViews.ts';
import { useEngineNow, useServices, useTime, useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

function RollBackDialog({ version, onClose }: { version: number; onClose: () => void }) {
  const words = useWords();
  const said = words.plans;
  const { connection } = useServices();
  const { busy, failed, act } = useAct();
  const [refusal, setRefusal] = useState<PlanRefusal | null>(null);
  const rollBack = (reason: string) =>
    act(
      (client, session, options) => client.plans.rollBack({ session, version, reason }, options),
      (answer) => {
        if (!answer.done) {
          setRefusal(answer.refusal);
          return;
        }
        connection.refreshFloors();
        onClose();
      },
    );
  return (
    <ReasonDialog
      title={said.rollBackTitle({ version })}
      intro={said.rollBackIntro}
      act={said.rollBack}
      testId="roll-back-dialog"
      busy={busy}
      onClose={onClose}
      onConfirm={rollBack}
    >
      {refusal !== null && (
        <p className="note note-bad" role="alert">
          {said.refusals[refusal.code]}
        </p>
      )}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.failures[failed]}
        </p>
      )}
    </ReasonDialog>
  );
}

function VersionRow({
  version,
  current,
  onBack,
}: {
  version: PlanVersion;
  current: boolean;
  onBack: (() => void) | null;
}) {
  const said = useWords().plans;
  const time = useTime();
  const now = useEngineNow(60_000);
  const { id, at, operator, desk, reason, restores, floors, zones, devices, moved } = version;
  return (
    <li className="plan-version" data-testid="plan-version" data-version={id}>
      <p>
        <b>{said.version({ version: id })}</b>{' '}
        {current && <span className="plan-count">{said.current}</span>}{' '}
        <time className="note num">{time.moment(at, now)}</time>
      </p>
      <p>{operator === null ? said.asFound : `${operator} · ${desk}`}</p>
      {restores !== null && <p className="note">{said.restored({ version: restores })}</p>}
      {reason !== null && <p className="break">{reason}</p>}
      <p className="note num">{said.counts({ floors: floors.length, zones, devices, moved })}</p>
      {onBack !== null && (
        <button
          type="button"
          className="button button-small"
          data-testid="roll-back"
          onClick={onBack}
        >
          <History aria-hidden="true" />
          {said.rollBack}
        </button>
      )}
    </li>
  );
}

/** Every plan that was public: who, when, why, and the way back. */
export function VersionPanel({ overview, edited }: { overview: PlanOverview; edited: boolean }) {
  const said = useWords().plans;
  const [back, setBack] = useState<number | null>(null);
  const { versions, version: current } = overview;
  return (
    <div className="plan-panel form">
      {versions.length === 0 && <p className="note">{said.versionsNone}</p>}
      {edited && versions.length > 0 && <p className="note">{said.changed}</p>}
      <ol className="plan-versions">
        {versions.map((version) => (
          <VersionRow
            key={version.id}
            version={version}
            current={version.id === current}
            // A draft would be left standing on a plan that is gone.
            onBack={version.id === current || edited ? null : () => setBack(version.id)}
          />
        ))}
      </ol>
      {back !== null && <RollBackDialog version={back} onClose={() => setBack(null)} />}
    </div>
  );
}
