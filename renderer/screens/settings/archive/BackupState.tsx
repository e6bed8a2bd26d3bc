import { LoaderCircle, ShieldAlert, ShieldCheck } from 'lucide-react';
import { STALE_MS } from '#shared/archive/backup.ts';
import type { BackupView } from '#shared/contract/archiveViews.ts';
import { formatAge, formatBytes, formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';

function Done({ done }: { done: NonNullable<BackupView['done']> }) {
  const { archive: said } = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const whole = (value: number) => formatNumber(value, 0, language);
  const age = now - done.at;
  return (
    <>
      <p
        className={age > STALE_MS ? 'note note-bad' : 'note note-good'}
        data-testid="backup-done"
        data-stale={age > STALE_MS}
      >
        {age > STALE_MS ? <ShieldAlert aria-hidden="true" /> : <ShieldCheck aria-hidden="true" />}
        {said.last({ time: time.moment(done.at, now), age: formatAge(Math.max(0, age), language) })}{' '}
        · {said.verified({ rows: whole(done.rows), days: whole(done.days) })}
        {age > STALE_MS && ` · ${said.stale}`}
      </p>
      <p className="note num">
        {said.size({
          total: formatBytes(done.totalBytes, language),
          took: formatAge(done.durationMs, language),
        })}
      </p>
      {!done.auditIntact && <p className="note note-bad">{said.auditBroken}</p>}
    </>
  );
}

/** How the last backup went, and a button for one now. */
export function BackupState({ backup }: { backup: BackupView }) {
  const words = useWords();
  const said = words.archive;
  const time = useTime();
  const now = useEngineNow(60_000);
  const { busy, failed: refused, act } = useAct();
  const { settings, running, done, newestPointAt, failed } = backup;
  if (settings === null)
    return (
      <p className="note note-bad" data-testid="backup-off">
        <ShieldAlert aria-hidden="true" />
        {said.off}
      </p>
    );
  return (
    <div data-testid="backup-state" data-running={running ?? ''}>
      {done === null ? <p className="note">{said.never}</p> : <Done done={done} />}
      {newestPointAt !== null && (
        <p className="note num">{said.point({ time: time.moment(newestPointAt, now) })}</p>
      )}
      {failed !== null && (
        <p className="note note-bad" role="alert" data-testid="backup-failed">
          {said.failed({ time: time.moment(failed.at, now) })} {said.problems[failed.code]}{' '}
          <small className="mono">{failed.detail}</small>
        </p>
      )}
      <div className="row-acts">
        <button
          type="button"
          className="button"
          data-testid="backup-now"
          disabled={busy || running !== null}
          onClick={() =>
            act((client, session, options) => client.archive.backUpNow({ session }, options))
          }
        >
          {running !== null && <LoaderCircle className="spin" aria-hidden="true" />}
          {said.now}
        </button>
        <p className="note" role="status">
          {running !== null && said.running[running]}
          {refused !== null && words.failures[refused]}
        </p>
      </div>
    </div>
  );
}
