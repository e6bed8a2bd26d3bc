import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { MAX_IMPORT_FILES } from '#shared/connections/importing.ts';
import type { ImportView } from '#shared/contract/connectionViews.ts';
import { importProblemText } from '#shared/i18n/connectionText.ts';
import { useServices, useTime, useWords } from '../../../app/hooks.ts';
import { refuseFiles, sendConnectionFiles } from '../../../state/connectionImport.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';

/** Takes the files that somebody was given, and says what they are. Keys go to the engine and don't come back. */
export function ImportFiles({ onImported }: { onImported: (found: ImportView) => void }) {
  const words = useWords();
  const { importing } = words.connections;
  const { connection, session } = useServices();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [passphrase, setPassphrase] = useState('');
  const [found, setFound] = useState<ImportView | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FailureCode | 'tooMany' | 'tooLarge' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const read = async (picked: readonly File[]) => {
    setFound(null);
    setFiles(picked);
    const refused = refuseFiles(picked);
    setProblem(refused);
    if (refused !== null || picked.length === 0) return;
    setBusy(true);
    try {
      const parts = { request: connection.request, session };
      const view = await sendConnectionFiles(parts, picked, passphrase);
      setFound(view);
      if (view !== null) onImported(view);
    } catch (error) {
      setProblem(failureOf(error).code);
    } finally {
      setBusy(false);
    }
  };

  const locked = found?.problems.some(
    ({ code }) => code === 'keyEncrypted' || code === 'wrongPassphrase',
  );
  return (
    <fieldset className="field field-group import-files">
      <legend>{importing.title}</legend>
      <p className="field-hint" id={`${id}-hint`}>
        {importing.hint}
      </p>
      <input
        ref={input}
        className="sr-only"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={importing.choose}
        accept=".pem,.crt,.cer,.key,.json,.zip"
        data-testid="import-input"
        onChange={(event) => {
          void read([...(event.target.files ?? [])]);
          // The same files can be chosen again after they were mended.
          event.target.value = '';
        }}
      />
      <div className="field-row">
        <button
          type="button"
          className="button"
          data-testid="import-choose"
          disabled={busy}
          aria-describedby={`${id}-hint`}
          onClick={() => input.current?.click()}
        >
          <FileUp aria-hidden="true" />
          {busy ? importing.reading : importing.choose}
        </button>
        {locked && (
          <>
            <input
              className="input"
              type="password"
              autoComplete="off"
              aria-label={importing.passphrase}
              placeholder={importing.passphrase}
              data-testid="import-passphrase"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
            <button
              type="button"
              className="button"
              data-testid="import-again"
              disabled={busy || passphrase === ''}
              onClick={() => void read(files)}
            >
              {importing.again}
            </button>
          </>
        )}
      </div>
      <div role="status" data-testid="import-found">
        {problem !== null && (
          <p className="note note-bad">
            {problem === 'tooMany'
              ? importing.tooMany({ max: MAX_IMPORT_FILES })
              : problem === 'tooLarge'
                ? importing.tooLarge
                : `${importing.failed} ${words.failures[problem]}`}
          </p>
        )}
        {found !== null && <Found view={found} />}
      </div>
    </fieldset>
  );
}

function Found({ view }: { view: ImportView }) {
  const words = useWords();
  const { importing } = words.connections;
  const time = useTime();
  const { proposal, secrets, certificate, problems } = view;
  const parts = [
    proposal.endpoint && importing.foundEndpoint({ endpoint: proposal.endpoint }),
    certificate &&
      importing.foundCertificate({
        subject: certificate.subject,
        until: time.calendar(certificate.notAfter),
      }),
    secrets.includes('privateKey') && importing.foundKey,
    secrets.includes('password') && importing.foundPassword,
    proposal.ca && importing.foundCa,
  ].filter((part) => typeof part === 'string' && part !== '');
  return (
    <>
      {parts.length > 0 && (
        <p className="note note-good">
          {importing.found} {parts.join(' · ')}
        </p>
      )}
      {problems.map(({ code, file, detail }) => (
        <p key={`${code} ${file}`} className="note note-bad" data-code={code}>
          {file !== '' && <b>{file}: </b>}
          {importProblemText({ code, detail }, words)}
        </p>
      ))}
    </>
  );
}
