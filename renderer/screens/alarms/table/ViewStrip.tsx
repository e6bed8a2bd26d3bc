import { Save } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { BUILT_IN, BUILT_IN_VIEWS, sameView, type TableView } from '#shared/alarms/alarmTable.ts';
import type { SavedView } from '#shared/contract/alarmTableViews.ts';
import { useServices, useView, useWords } from '../../../app/hooks.ts';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { useSavedViews } from './useSavedViews.ts';

/** The views that everybody has, those of whoever is signed on, and a button that keeps what is shown. */
export function ViewStrip({ onChoose }: { onChoose: (view: TableView, id: string) => void }) {
  const words = useWords();
  const said = words.alarmTable;
  const { session } = useServices();
  const shown = useView((state) => state.tableView);
  const chosen = useView((state) => state.tableViewId);
  const token = useStore(session.state, (state) => state.session);
  const { views, reload } = useSavedViews(token);
  const [saving, setSaving] = useState(false);
  const saved = views.find(({ id }) => id === chosen);
  const original = saved?.view ?? BUILT_IN[BUILT_IN_VIEWS.find((id) => id === chosen) ?? 'now'];
  const changed = !sameView(original, shown);
  const pill = (id: string, name: string, view: TableView) => (
    <button
      key={id}
      type="button"
      className="view-pill"
      data-testid={`view-${id}`}
      data-name={name}
      aria-pressed={id === chosen}
      onClick={() => onChoose(view, id)}
    >
      <span className="truncate">{name}</span>
      {id === chosen && changed && <small>{said.changed}</small>}
    </button>
  );
  return (
    <fieldset className="view-strip">
      <legend className="sr-only">{said.viewList}</legend>
      {BUILT_IN_VIEWS.map((id) => pill(id, said.views[id], BUILT_IN[id]))}
      {views.length > 0 && <span className="view-line" aria-hidden="true" />}
      {views.map(({ id, name, view }: SavedView) => pill(id, name, view))}
      <button
        type="button"
        className="view-pill view-save"
        data-testid="save-view"
        onClick={async () => (await session.require()) !== null && setSaving(true)}
      >
        <Save aria-hidden="true" />
        {said.saveView}
      </button>
      {saving && (
        <SaveViewDialog
          view={shown}
          chosen={saved ?? null}
          onClose={() => setSaving(false)}
          onSaved={(view, id) => {
            reload();
            setSaving(false);
            onChoose(view, id);
          }}
        />
      )}
    </fieldset>
  );
}
