import { FlaskConical, Save, Square } from 'lucide-react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { CONNECTION_KINDS, type ConnectionSecret } from '#shared/connections/connection.ts';
import type { ConnectionRefusal, ConnectionView } from '#shared/contract/connectionViews.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import {
  type ConnectionDraft,
  checkConnection,
  draftOfConnection,
  newConnection,
  withImport,
  withKind,
  withTyped,
} from '../../../state/connectionForm.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import { ImportFiles } from './ImportFiles.tsx';
import { TestSteps } from './TestSteps.tsx';
import { useConnectionTest } from './useConnectionTest.ts';

const NOTHING_WRONG: ReadonlySet<string> = new Set();

interface Imported {
  readonly importId: string;
  readonly secrets: readonly ConnectionSecret[];
}

/** One connection: what kind, files for it, its fields, a test, and saving. */
export function ConnectionForm({
  connection: edited,
  buttons,
  onSaved,
}: {
  /** Null adds one. */
  readonly connection: ConnectionView | null;
  /** Beside "save". */
  readonly buttons: ReactNode;
  readonly onSaved: (connectionId: string) => void;
}) {
  const { connections: words, failures } = useWords();
  const { connection, session } = useServices();
  const [draft, setDraft] = useState<ConnectionDraft>(() =>
    edited === null ? newConnection('awsIot') : draftOfConnection(edited.config),
  );
  const [imported, setImported] = useState<Imported | null>(null);
  const [tried, setTried] = useState<'save' | 'test' | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [refusal, setRefusal] = useState<ConnectionRefusal | null>(null);
  const testing = useConnectionTest();
  const form = useRef<HTMLFormElement>(null);
  const stored = edited?.secrets ?? [];
  const checked = checkConnection(draft, [...stored, ...(imported?.secrets ?? [])]);
  const importId = imported?.importId ?? null;

  const showWrong = (why: 'save' | 'test') => {
    // Drawn before it is looked for.
    flushSync(() => setTried(why));
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const { config, secrets } = checked;
    if (config === null) return showWrong('save');
    if (busy) return;
    setBusy(true);
    setFailure(null);
    setRefusal(null);
    try {
      const saved = await actAs({ request: connection.request, session }, (client, by, options) =>
        client.connections.save(
          { session: by, connectionId: edited?.id ?? null, config, secrets, importId },
          options,
        ),
      );
      if (saved?.done) return onSaved(saved.connectionId);
      if (saved) setRefusal(saved.refusal);
    } catch (error) {
      setFailure(failureOf(error).code);
    }
    setBusy(false);
  };

  const test = () => {
    const { settings, secrets } = checked;
    if (settings === null) return showWrong('test');
    return testing.run({ connectionId: edited?.id ?? null, settings, secrets, importId });
  };

  const wrong = tried === null ? NOTHING_WRONG : checked.wrong;
  return (
    <form
      ref={form}
      className="form connection-form"
      data-testid="connection-form"
      onSubmit={save}
      noValidate
    >
      {edited === null && (
        <KindChoice draft={draft} onChange={(kind) => setDraft(withKind(draft, kind))} />
      )}
      {usesFiles(draft.kind) && (
        <ImportFiles
          onImported={(found) => {
            setImported({ importId: found.importId, secrets: found.secrets });
            setDraft((before) => withImport(before, found.proposal, edited === null));
          }}
        />
      )}
      <div className="field" data-wrong={wrong.has('name')}>
        <label htmlFor="connection-name">
          {words.form.name}
          {wrong.has('name') && <b className="field-wrong">{words.form.wrong}</b>}
        </label>
        <input
          id="connection-name"
          className="input"
          data-testid="connection-name"
          data-first=""
          maxLength={60}
          autoComplete="off"
          placeholder={words.form.nameHint}
          aria-invalid={wrong.has('name')}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </div>
      <ConnectionFields
        draft={draft}
        wrong={wrong}
        stored={stored}
        imported={imported?.secrets ?? []}
        onChange={(path, value) => setDraft((before) => withTyped(before, path, value))}
      />
      <label className="check">
        <input
          type="checkbox"
          data-testid="connection-enabled"
          checked={draft.enabled}
          onChange={(event) => setDraft({ ...draft, enabled: event.target.checked })}
        />
        {words.form.enabled}
      </label>
      <fieldset className="field field-group">
        <legend>{words.test.title}</legend>
        <p className="field-hint">{words.test.hint}</p>
        <div className="field-row">
          <button
            type="button"
            className="button"
            data-testid="connection-test"
            onClick={() => (testing.running ? testing.stop() : void test())}
          >
            {testing.running ? <Square aria-hidden="true" /> : <FlaskConical aria-hidden="true" />}
            {testing.running
              ? words.test.stop
              : testing.progress === null
                ? words.test.run
                : words.test.again}
          </button>
        </div>
        <TestSteps testing={testing} />
      </fieldset>
      {wrong.size > 0 && (
        <p className="note note-bad" role="alert">
          {words.form.invalid}
        </p>
      )}
      {refusal !== null && (
        <p className="note note-bad" role="alert" data-testid="connection-refused">
          {words.refusals[refusal]}
        </p>
      )}
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {words.form.failed} {failures[failure]}
        </p>
      )}
      <div className="form-buttons">
        {buttons}
        <button
          type="submit"
          className="button button-primary"
          data-testid="connection-save"
          disabled={busy}
        >
          <Save aria-hidden="true" />
          {busy
            ? words.form.saving
            : testing.progress?.passed === false
              ? words.form.saveAnyway
              : words.form.save}
        </button>
      </div>
    </form>
  );
}

/** A line on this PC has neither certificates nor an address that somebody gives out. */
const usesFiles = (kind: ConnectionDraft['kind']): boolean =>
  kind !== 'serialNdjson' && kind !== 'modbusRtu';

function KindChoice({
  draft,
  onChange,
}: {
  draft: ConnectionDraft;
  onChange: (kind: ConnectionDraft['kind']) => void;
}) {
  const { kinds, kindHints, form } = useWords().connections;
  return (
    <fieldset className="field">
      <legend>{form.kind}</legend>
      <div className="kind-choice">
        {CONNECTION_KINDS.map((kind) => (
          <label key={kind} className="kind-option" data-chosen={draft.kind === kind}>
            <input
              type="radio"
              name="connection-kind"
              data-testid={`connection-kind-${kind}`}
              checked={draft.kind === kind}
              onChange={() => onChange(kind)}
            />
            <b>{kinds[kind]}</b>
            <small>{kindHints[kind]}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
