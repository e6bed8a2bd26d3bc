import type { ProcedureView } from '#shared/contract/responseViews.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { useRevised } from '../../state/revised.ts';

/** Every version of a card with who, when and why; any of them can be made to stand again. */
export function CardHistory({ current }: { current: ProcedureView }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { busy, failed, act } = useAct();
  const { kind } = current;
  const { value: versions } = useRevised(
    'procedures',
    (client, options) => client.procedures.history({ kind }, options),
    kind,
  );
  return (
    <section className="page-section">
      <h3>{words.procedures.history}</h3>
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'forbidden'
            ? words.procedures.administratorOnly
            : words.procedures.failed({ why: words.failures[failed] })}
        </p>
      )}
      <ul className="card-history">
        {versions?.map((version) => (
          <li key={version.version} data-testid="card-version" data-version={version.version}>
            <details>
              <summary>
                <b className="num">{words.procedures.version({ version: version.version })}</b>
                <span className="num">
                  {words.procedures.versionBy({
                    name: version.by ?? words.procedures.builtIn,
                    time: time.moment(version.at, now),
                  })}
                </span>
                {version.reason !== null && <span className="truncate">{version.reason}</span>}
              </summary>
              <ol className="card-old">
                {version.steps.map((step) => (
                  <li key={step.id}>
                    {step.text[language]}
                    {step.mandatory && <b> ({words.procedures.mandatory})</b>}
                  </li>
                ))}
              </ol>
            </details>
            {version.version !== current.version && (
              <button
                type="button"
                className="button button-small"
                data-testid="card-restore"
                disabled={busy}
                onClick={() =>
                  act((client, session, options) =>
                    client.procedures.restore(
                      {
                        session,
                        kind,
                        version: version.version,
                        baseVersion: current.version,
                        reason: words.procedures.restoreReason({ version: version.version }),
                      },
                      options,
                    ),
                  )
                }
              >
                {words.procedures.restore}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
