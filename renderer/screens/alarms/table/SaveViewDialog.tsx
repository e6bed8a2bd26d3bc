import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { BUILT_IN, type TableView } from '#shared/alarms/alarmTable.ts';
import type { SavedView, ViewRefusal } from '#shared/contract/alarmTableViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';
import { Modal } from '../../../components/Modal.tsx';

interface SaveViewDialogProps {
  readonly view: TableView;
  /** The saved view that is chosen: what is shown can replace it. */
  readonly chosen: SavedView | null;
  readonly onClose: () => void;
  /** With what is shown from now on. */
  readonly onSaved: (view: TableView, id: string) => void;
}

/** Keeps what is shown under a name, in place of the chosen view or as another; or removes the chosen one. */
export function SaveViewDialog({ view, chosen, onClose, onSaved }: SaveViewDialogProps) {
  const words = useWords();
  const said = words.alarmTable;
  const acting = useAct();
  const [name, setName] = useState(chosen?.name ?? '');
  const [refusal, setRefusal] = useState<ViewRefusal | null>(null);
  const typed = name.trim();
  const save = (viewId: string | undefined) => {
    setRefusal(null);
    void acting.act(
      (client, session, options) =>
        client.alarmTable.saveView(
          { session, name: typed, view, ...(viewId !== undefined && { viewId }) },
          options,
        ),
      (answer) => {
        if (answer.done) onSaved(answer.saved.view, answer.saved.id);
        else setRefusal(answer.refusal);
      },
    );
  };
  return (
    <Modal title={said.saveView} intro={said.viewHint} testId="save-view-dialog" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== '') save(typed === chosen?.name ? chosen.id : undefined);
        }}
      >
        <label className="field">
          {said.viewName}
          <input
            className="input"
            data-first=""
            data-testid="view-name"
            maxLength={60}
            required
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        {(refusal !== null || acting.failed !== null) && (
          <p className="note note-bad" role="alert" data-testid="view-refused">
            {refusal !== null
              ? said.viewRefusals[refusal]
              : acting.failed !== null && words.failures[acting.failed]}
          </p>
        )}
        <div className="form-buttons">
          {chosen !== null && (
            <button
              type="button"
              className="button view-remove"
              data-testid="remove-view"
              disabled={acting.busy}
              onClick={() =>
                acting.act(
                  (client, session, options) =>
                    client.alarmTable.removeView({ session, viewId: chosen.id }, options),
                  () => onSaved(BUILT_IN.now, 'now'),
                )
              }
            >
              <Trash2 aria-hidden="true" />
              {said.removeView({ name: chosen.name })}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="view-submit"
            disabled={acting.busy || typed === ''}
          >
            {acting.busy
              ? said.saving
              : typed === chosen?.name
                ? said.saveOver({ name: typed })
                : said.saveNew}
          </button>
        </div>
      </form>
    </Modal>
  );
}
