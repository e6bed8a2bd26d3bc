import { type FormEvent, useId, useState } from 'react';
import {
  BACKUP_LIMITS,
  type BackupSettings,
  BackupSettingsSchema,
} from '#shared/archive/backup.ts';
import type { SaveBackupAnswer } from '#shared/contract/archiveViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';

const UNSET: BackupSettings = {
  folder: '',
  nightHour: BACKUP_LIMITS.nightHour.standard,
  keepNights: BACKUP_LIMITS.keepNights.standard,
};

/** Where backups go and when. An administrator's. */
export function BackupForm({ current }: { current: BackupSettings | null }) {
  const words = useWords();
  const said = words.archive;
  const id = useId();
  const { busy, failed, act } = useAct();
  const [edited, setEdited] = useState(current ?? UNSET);
  const [refusal, setRefusal] = useState<Extract<SaveBackupAnswer, { done: false }> | null>(null);
  const valid = BackupSettingsSchema.safeParse(edited).success;
  const changed = JSON.stringify(edited) !== JSON.stringify(current ?? UNSET);

  const save = (settings: BackupSettings | null) => {
    setRefusal(null);
    act(
      (client, session, options) => client.archive.saveBackup({ session, settings }, options),
      (answer) => {
        if (!answer.done) setRefusal(answer);
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ ...edited, folder: edited.folder.trim() });
  };
  const numberField = (name: 'nightHour' | 'keepNights') => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{said[name]}</label>
      <input
        id={`${id}-${name}`}
        className="input num"
        type="number"
        data-testid={`backup-${name}`}
        required
        min={BACKUP_LIMITS[name].least}
        max={BACKUP_LIMITS[name].most}
        step={1}
        value={Number.isNaN(edited[name]) ? '' : edited[name]}
        onChange={(event) => setEdited({ ...edited, [name]: event.target.valueAsNumber })}
      />
    </div>
  );

  return (
    <form className="form" onSubmit={submit}>
      <div className="field">
        <label htmlFor={`${id}-folder`}>{said.folder}</label>
        <input
          id={`${id}-folder`}
          className="input mono"
          data-testid="backup-folder"
          aria-describedby={`${id}-hint`}
          required
          maxLength={1024}
          spellCheck={false}
          value={edited.folder}
          onChange={(event) => setEdited({ ...edited, folder: event.target.value })}
        />
        <small id={`${id}-hint`} className="field-hint">
          {said.folderHint}
        </small>
      </div>
      <div className="archive-fields">
        {numberField('nightHour')}
        {numberField('keepNights')}
      </div>
      {refusal !== null && (
        <p className="note note-bad" role="alert" data-testid="backup-refused">
          {said.problems[refusal.code]} <small className="mono">{refusal.detail}</small>
        </p>
      )}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'forbidden' ? said.administratorOnly : words.failures[failed]}
        </p>
      )}
      <div className="form-buttons">
        {current !== null && (
          <button
            type="button"
            className="button"
            data-testid="backup-end"
            disabled={busy}
            onClick={() => save(null)}
          >
            {said.end}
          </button>
        )}
        <button
          type="submit"
          className="button button-primary"
          data-testid="backup-save"
          disabled={busy || !valid || !changed}
        >
          {current === null ? said.begin : said.change}
        </button>
      </div>
    </form>
  );
}
