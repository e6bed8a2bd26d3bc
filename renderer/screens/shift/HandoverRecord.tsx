import { ArrowLeft, BadgeCheck, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { HandoverEntryView, HandoverSignature } from '#shared/contract/shiftViews.ts';
import type { HandoverPart } from '#shared/shift/log.ts';
import { useServices, useTime, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { Failure } from './Failure.tsx';
import { HandoverSummaryView } from './HandoverSummaryView.tsx';
import { useAct } from './useAct.ts';

const HASH_SHOWN = 12;

function Signed({ signature }: { signature: HandoverSignature }) {
  const words = useWords();
  const time = useTime();
  const { handover, checks } = words.shift;
  const { part, by, role, desk, at, remarks, auditSeq, auditHash } = signature;
  return (
    <li className="signature num" data-testid="handover-signature" data-part={part}>
      <BadgeCheck aria-hidden="true" />
      <span>
        <b>
          {handover.parts[part]} · {by} ({words.roles[role]})
        </b>{' '}
        {time.date(at)} {time.clock(at)} · {desk}
        {remarks !== '' && <q className="log-words">{remarks}</q>}
        <small>{checks.audit({ seq: auditSeq, hash: auditHash.slice(0, HASH_SHOWN) })}</small>
      </span>
    </li>
  );
}

export function signatureOf(
  { signatures }: Pick<HandoverEntryView, 'signatures'>,
  part: HandoverPart,
): HandoverSignature | undefined {
  return signatures.find((signature) => signature.part === part);
}

/** Taking over, and countersigning, with remarks. */
function SignForm({ entry }: { entry: HandoverEntryView }) {
  const words = useWords();
  const { handover } = words.shift;
  const { session } = useServices();
  const operator = useStore(session.state, (state) => state.operator);
  const { busy, failed, act } = useAct();
  const [remarks, setRemarks] = useState('');
  const outgoing = signatureOf(entry, 'outgoing');
  const incoming = signatureOf(entry, 'incoming');
  const mayTakeOver = incoming === undefined && !entry.superseded;
  const mayCountersign =
    signatureOf(entry, 'supervisor') === undefined &&
    !entry.superseded &&
    operator !== null &&
    operator.role !== 'operator';
  if (!mayTakeOver && !mayCountersign) return null;
  const samePerson = operator !== null && operator.name === outgoing?.by;
  const send = async (part: 'takeOver' | 'countersign') => {
    const done = await act((client, token, options) =>
      client.shift[part]({ session: token, id: entry.id, remarks }, options),
    );
    if (done) setRemarks('');
  };
  return (
    <div className="sign-form screen-only">
      {samePerson && <p className="note">{handover.otherPerson}</p>}
      <textarea
        className="input"
        rows={2}
        maxLength={4000}
        data-testid="take-over-remarks"
        aria-label={handover.takeOverRemarks}
        placeholder={handover.takeOverRemarks}
        value={remarks}
        onChange={(event) => setRemarks(event.target.value)}
      />
      <div className="button-row">
        {mayTakeOver && (
          <button
            type="button"
            className="button button-primary"
            data-testid="take-over"
            disabled={busy || samePerson}
            onClick={() => send('takeOver')}
          >
            <PenLine aria-hidden="true" />
            {handover.takeOver}
          </button>
        )}
        {mayCountersign && (
          <button
            type="button"
            className="button"
            data-testid="countersign"
            disabled={busy || samePerson}
            onClick={() => send('countersign')}
          >
            <PenLine aria-hidden="true" />
            {handover.countersign}
          </button>
        )}
      </div>
      <Failure code={failed} />
    </div>
  );
}

/** One hand-over as it was frozen, with everybody's signature, and the place for the next one. */
export function HandoverRecord({ id, onClose }: { id: number; onClose: (() => void) | null }) {
  const words = useWords();
  const { handover } = words.shift;
  const { value, failed } = useRevised(
    'shift',
    (client, options) => client.shift.handover({ id }, options),
    String(id),
  );
  return (
    <section className="section handover-record" data-testid="handover-record" data-id={id}>
      {onClose !== null && (
        <button type="button" className="button screen-only" onClick={onClose}>
          <ArrowLeft aria-hidden="true" />
          {handover.back}
        </button>
      )}
      <h3>{handover.number({ count: id })}</h3>
      <Failure code={failed} />
      {value === null && failed === null && <p className="note">{words.common.loading}</p>}
      {value !== null && (
        <>
          <HandoverSummaryView summary={value.summary} />
          <ul className="signatures">
            {value.signatures.map((signature) => (
              <Signed key={signature.part} signature={signature} />
            ))}
          </ul>
          <p className="muted num">
            {handover.hash({ hash: value.summaryHash.slice(0, HASH_SHOWN) })}
          </p>
          <SignForm entry={value} />
        </>
      )}
    </section>
  );
}
