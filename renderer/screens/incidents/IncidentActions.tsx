import { Download, FolderCheck, FolderOpen, GitMerge, MessageSquarePlus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { IncidentDetail, IncidentResult } from '#shared/contract/responseViews.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { useKeys } from '../../app/useKeys.ts';
import { saveBlob } from '../../state/files.ts';
import { TextDialog } from '../response/TextDialog.tsx';
import { CloseDialog } from './CloseDialog.tsx';
import { OtherIncidentDialog } from './OtherIncidentDialog.tsx';

type Asking = 'close' | 'note' | 'reopen' | 'merge';

/** What can be done to the incident as a whole. Who may not is told before the press, and by the engine after it. */
export function IncidentActions({ detail }: { detail: IncidentDetail }) {
  const words = useWords();
  const { view, session } = useServices();
  const { busy, failed, act } = useAct();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const role = useStore(session.state, (state) => state.operator?.role);
  const { incident, reopenable } = detail;
  const open = incident.phase !== 'closed';
  const mayNot = role === 'operator';
  const hint = mayNot ? { title: words.incidents.supervisorOnly } : {};

  // First who, then what: what was written must not be lost to a sign-on in between.
  const ask = async (what: Asking) => {
    setRefused(null);
    if ((await session.require()) !== null) setAsking(what);
  };
  const close = () => setAsking(null);
  const shown = (result: IncidentResult) => {
    if (!result.done) setRefused(words.incidents.refusals[result.refusal]);
    else {
      close();
      view.setState({ incidentId: result.incident.id });
    }
  };
  useKeys((code) => {
    if (asking !== null) return false;
    if (code === 'KeyN') ask('note');
    else if (code === 'KeyC' && open && !mayNot) ask('close');
    else return false;
    return true;
  });
  const failure = refused ?? (failed === null ? null : words.failures[failed]);
  return (
    <div className="incident-acts">
      {open && (
        <button
          type="button"
          className="button button-primary"
          data-testid="incident-close"
          disabled={mayNot}
          {...hint}
          onClick={() => ask('close')}
        >
          <FolderCheck aria-hidden="true" />
          {words.incidents.close}
          <kbd>C</kbd>
        </button>
      )}
      {reopenable && (
        <button
          type="button"
          className="button"
          data-testid="incident-reopen"
          disabled={mayNot}
          {...hint}
          onClick={() => ask('reopen')}
        >
          <FolderOpen aria-hidden="true" />
          {words.incidents.reopen}
        </button>
      )}
      <button
        type="button"
        className="button"
        data-testid="incident-note"
        onClick={() => ask('note')}
      >
        <MessageSquarePlus aria-hidden="true" />
        {words.incidents.note}
        <kbd>N</kbd>
      </button>
      {open && (
        <button
          type="button"
          className="button"
          data-testid="incident-merge"
          disabled={mayNot}
          {...hint}
          onClick={() => ask('merge')}
        >
          <GitMerge aria-hidden="true" />
          {words.incidents.merge}
        </button>
      )}
      <button
        type="button"
        className="button"
        data-testid="incident-export"
        title={words.incidents.exportHint}
        disabled={busy}
        onClick={() =>
          act(
            (client, signedOn, options) =>
              client.incidents.export({ session: signedOn, incidentId: incident.id }, options),
            ({ fileName, json }) =>
              saveBlob(document, fileName, new Blob([json], { type: 'application/json' })),
          )
        }
      >
        <Download aria-hidden="true" />
        {words.incidents.export}
      </button>
      <span className="incident-keys">{words.incidents.keys}</span>
      {asking === null && failure !== null && (
        <p className="note note-bad" role="alert">
          {failure}
        </p>
      )}
      {asking === 'close' && <CloseDialog detail={detail} onClose={close} />}
      {asking === 'merge' && (
        <OtherIncidentDialog
          title={words.incidents.merge}
          intro={words.incidents.mergeIntro}
          label={words.incidents.mergeInto}
          submit={words.incidents.merge}
          except={incident.id}
          busy={busy}
          failure={failure}
          onClose={close}
          onSubmit={(into, reason) =>
            act(
              (client, signedOn, options) =>
                client.incidents.merge(
                  { session: signedOn, incidentId: incident.id, into, reason },
                  options,
                ),
              shown,
            )
          }
        />
      )}
      {asking === 'note' && (
        <TextDialog
          title={words.response.noteTitle}
          label={words.alarms.notePlaceholder}
          submit={words.response.noteSave}
          busy={busy}
          failure={failure}
          onClose={close}
          onSubmit={(text) =>
            act(
              (client, signedOn, options) =>
                client.incidents.note(
                  { session: signedOn, incidentId: incident.id, text },
                  options,
                ),
              close,
            )
          }
        />
      )}
      {asking === 'reopen' && (
        <TextDialog
          title={words.incidents.reopen}
          intro={words.incidents.reopenIntro}
          label={words.incidents.reason}
          submit={words.incidents.reopen}
          busy={busy}
          failure={failure}
          onClose={close}
          onSubmit={(reason) =>
            act(
              (client, signedOn, options) =>
                client.incidents.reopen(
                  { session: signedOn, incidentId: incident.id, reason },
                  options,
                ),
              shown,
            )
          }
        />
      )}
    </div>
  );
}
