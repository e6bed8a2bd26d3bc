import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { HandoverEntryView } from '#shared/contract/shiftViews.ts';
import { useDesk, useTime, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { Failure } from './Failure.tsx';
import { HandoverRecord, signatureOf } from './HandoverRecord.tsx';
import { HandoverSummaryView } from './HandoverSummaryView.tsx';
import { useAct } from './useAct.ts';

/** How often the present state is asked anew while somebody looks at it. */
const PREVIEW_EVERY_MS = 10_000;
const LISTED = 50;

/** How things stand now, the remarks of who goes, and the signature that freezes both. */
function NewHandover({ onPaper }: { onPaper: boolean }) {
  const words = useWords();
  const { handover } = words.shift;
  const round = useDesk((desk) => Math.floor((desk.status?.engineTime ?? 0) / PREVIEW_EVERY_MS));
  const { value, failed } = useRevised(
    'shift',
    (client, options) => client.shift.handoverPreview(undefined, options),
    String(round),
  );
  const [shown, setShown] = useState(value);
  if (value !== null && value !== shown) setShown(value);
  const { busy, failed: refused, act } = useAct();
  const [remarks, setRemarks] = useState('');
  const send = async () => {
    const done = await act((client, session, options) =>
      client.shift.handOver({ session, remarks }, options),
    );
    if (done) setRemarks('');
  };
  return (
    <section
      className={onPaper ? 'section handover-record' : 'section handover-record screen-only'}
      data-testid="handover-new"
    >
      <h3>{handover.now}</h3>
      <Failure code={failed} />
      {shown === null && failed === null && <p className="note">{words.common.loading}</p>}
      {shown !== null && <HandoverSummaryView summary={shown} />}
      <div className="sign-form screen-only">
        <label className="field">
          {handover.remarks}
          <textarea
            className="input"
            rows={3}
            maxLength={4000}
            data-testid="handover-remarks"
            placeholder={handover.remarksPlaceholder}
            value={remarks}
            onChange={(event) => setRemarks(event.target.value)}
          />
        </label>
        <div className="button-row">
          <button
            type="button"
            className="button button-primary"
            data-testid="hand-over"
            disabled={busy || shown === null}
            onClick={send}
          >
            <PenLine aria-hidden="true" />
            {busy ? words.shift.saving : handover.handOver}
          </button>
          <span className="note">{handover.handOverHint}</span>
        </div>
        <Failure code={refused} />
      </div>
    </section>
  );
}

function Past({
  entries,
  onOpen,
}: {
  entries: readonly HandoverEntryView[];
  onOpen: (id: number) => void;
}) {
  const words = useWords();
  const time = useTime();
  const { handover, checks } = words.shift;
  if (entries.length === 0) return <p className="note">{handover.noPast}</p>;
  return (
    <table className="table num">
      <thead>
        <tr>
          <th scope="col">{words.shift.log.time}</th>
          <th scope="col">{handover.parts.outgoing}</th>
          <th scope="col">{handover.parts.incoming}</th>
          <th scope="col">{handover.parts.supervisor}</th>
          <th scope="col">
            <span className="sr-only">{checks.open}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} data-testid="handover-past">
            <th scope="row">
              {time.date(entry.at)} {time.minutes(entry.at)}
            </th>
            <td>{signatureOf(entry, 'outgoing')?.by ?? ''}</td>
            <td>
              {signatureOf(entry, 'incoming')?.by ?? (
                <span className="late">
                  {entry.superseded ? handover.superseded : handover.waiting}
                </span>
              )}
            </td>
            <td>{signatureOf(entry, 'supervisor')?.by ?? ''}</td>
            <td>
              <button
                type="button"
                className="button button-small"
                data-testid="handover-open"
                onClick={() => onOpen(entry.id)}
              >
                {checks.open}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The change of shift: one that waits to be taken over comes first, then how things stand now, then the past. */
export function Handover() {
  const words = useWords();
  const { handover } = words.shift;
  const { value, failed } = useRevised('shift', (client, options) =>
    client.shift.handovers({ limit: LISTED }, options),
  );
  const [openId, setOpenId] = useState<number | null>(null);
  if (openId !== null) return <HandoverRecord id={openId} onClose={() => setOpenId(null)} />;
  const newest = value?.[0];
  const waits = newest !== undefined && signatureOf(newest, 'incoming') === undefined;
  return (
    <div className="page-section" data-testid="handover" data-waiting={waits}>
      <Failure code={failed} />
      {waits && (
        <>
          <p className="note note-waiting" role="status">
            {handover.waiting}
          </p>
          <HandoverRecord id={newest.id} onClose={null} />
        </>
      )}
      <NewHandover onPaper={!waits} />
      <section className="page-section screen-only">
        <h3>{handover.past}</h3>
        {value !== null && <Past entries={value} onOpen={setOpenId} />}
      </section>
    </div>
  );
}
