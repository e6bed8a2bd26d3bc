import { ArrowLeft, FileDown, PenLine, Printer } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useServices, useWords } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { download } from '../../state/download.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { useRevised } from '../../state/revised.ts';
import { Certificate } from './Certificate.tsx';
import { fileName, testAsCsv, testAsJson } from './exportTest.ts';

/** A test that is over: its certificate, to be signed, printed and taken along. */
export function EndedTest({ id, onBack }: { id: string; onBack: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const { connection, session } = useServices();
  const test = useRevised(
    'walkTest',
    (client, options) => client.walkTest.get({ id }, options),
    id,
  );
  const certificate = useRevised(
    'walkTest',
    (client, options) => client.walkTest.certificate({ id }, options),
    id,
  );
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const signed = certificate.value;
  const view = signed?.certificate.test ?? test.value;

  const sign = () => {
    setFailed(null);
    actAs({ request: connection.request, session }, (client, token, options) =>
      client.walkTest.sign({ session: token, id }, options),
    ).catch((error: unknown) => setFailed(failureOf(error).code));
  };

  return (
    <section className="page-section walk-test" data-testid="walk-ended" data-test-id={id}>
      <div className="walk-tools no-print">
        <button type="button" className="button" data-testid="walk-back" onClick={onBack}>
          <ArrowLeft aria-hidden="true" />
          {words.walkTest.back}
        </button>
        {view !== null && (
          <>
            {signed === null && view.endedAt !== null && (
              <button
                type="button"
                className="button button-primary"
                data-testid="walk-sign"
                title={words.walkTest.signHint}
                onClick={sign}
              >
                <PenLine aria-hidden="true" />
                {words.walkTest.sign}
              </button>
            )}
            <button
              type="button"
              className="button"
              data-testid="walk-print"
              onClick={() => window.print()}
            >
              <Printer aria-hidden="true" />
              {words.walkTest.print}
            </button>
            <button
              type="button"
              className="button"
              data-testid="walk-csv"
              onClick={() =>
                download(
                  new Blob([testAsCsv(view, words, language)], { type: 'text/csv;charset=utf-8' }),
                  fileName(view, 'csv'),
                )
              }
            >
              <FileDown aria-hidden="true" />
              {words.walkTest.csv}
            </button>
            <button
              type="button"
              className="button"
              data-testid="walk-json"
              onClick={() =>
                download(
                  new Blob([testAsJson(view, signed)], { type: 'application/json' }),
                  fileName(view, 'json'),
                )
              }
            >
              <FileDown aria-hidden="true" />
              {words.walkTest.json}
            </button>
          </>
        )}
      </div>
      {signed === null && view !== null && (
        <p className="note no-print">{words.walkTest.signHint}</p>
      )}
      {failed !== null && (
        <p className="note note-bad no-print" role="alert">
          {words.walkTest.actFailed({ why: words.failures[failed] })}
        </p>
      )}
      {view === null ? (
        <p className="note">
          {test.failed === null ? words.common.loading : words.walkTest.loadFailed}
        </p>
      ) : (
        <Certificate test={view} signed={signed} />
      )}
    </section>
  );
}
