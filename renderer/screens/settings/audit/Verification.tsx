import { LoaderCircle, ShieldAlert, ShieldCheck } from 'lucide-react';
import { describeBreak } from '#shared/audit/describeBreak.ts';
import type { ChainReport } from '#shared/audit/entry.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { useDesk, useServices, useWords } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { useRevised } from '../../../state/revised.ts';

function Report({ report }: { report: ChainReport }) {
  const words = useWords();
  const timeZone = useDesk((desk) => desk.status?.timeZone ?? 'UTC');
  const said = words.audit;
  const { intact, entries, breaks, breakCount, headsChecked, headLinesUnreadable } = report;
  const more = breakCount - breaks.length;
  return (
    <>
      <p
        className={intact ? 'note note-good' : 'note note-bad'}
        data-testid="audit-verdict"
        data-intact={intact}
      >
        {intact ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
        {intact ? said.intact({ count: entries }) : said.broken({ count: breakCount })}
      </p>
      {breaks.length > 0 && (
        <ul className="audit-breaks" data-testid="audit-breaks">
          {breaks.map((found, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole.
            <li key={i}>{describeBreak(found, words, (at) => stamp(at, timeZone))}</li>
          ))}
          {more > 0 && <li>{said.moreBreaks({ count: more })}</li>}
        </ul>
      )}
      <p className="note">
        {headsChecked > 0 ? said.against({ count: headsChecked }) : said.againstNone}{' '}
        {headLinesUnreadable > 0 && said.unreadableLines({ count: headLinesUnreadable })}
      </p>
    </>
  );
}

/** Whether the record is whole, and a button to find out. */
export function Verification({ session }: { session: string }) {
  const words = useWords();
  const { connection, session: shift } = useServices();
  const timeZone = useDesk((desk) => desk.status?.timeZone ?? 'UTC');
  const { value } = useRevised(
    'audit',
    (client, options) => client.audit.verification({ session }, options),
    session,
  );
  const said = words.audit;
  const verify = () =>
    actAs({ request: connection.request, session: shift }, (client, token, options) =>
      client.audit.verify({ session: token }, options),
    ).catch(() => null);
  return (
    <div
      className="audit-verification"
      data-testid="audit-verification"
      data-running={value?.running}
    >
      <div className="row-acts">
        <button
          type="button"
          className="button"
          data-testid="audit-verify"
          disabled={value?.running !== false}
          onClick={verify}
        >
          {value?.running ? (
            <LoaderCircle className="spin" aria-hidden="true" />
          ) : (
            <ShieldCheck aria-hidden="true" />
          )}
          {said.verify}
        </button>
        <p className="note" role="status">
          {value?.running
            ? said.verifying
            : value?.finishedAt == null
              ? said.verifyNever
              : said.verifiedAt({ time: stamp(value.finishedAt, timeZone) })}
        </p>
      </div>
      {value?.failed != null && (
        <p className="note note-bad">
          {said.verifyFailed} {value.failed}
        </p>
      )}
      {value?.report != null && <Report report={value.report} />}
    </div>
  );
}
