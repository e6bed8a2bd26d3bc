import { BadgeCheck, ChevronDown, ChevronRight, PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CheckItemView, CheckListView, CheckSignature } from '#shared/contract/shiftViews.ts';
import { CHECK_SECTIONS, type CheckSection, periodText } from '#shared/shift/checkLists.ts';
import { useTime, useWords } from '../../app/hooks.ts';
import { Tip } from '../../components/Tip.tsx';
import { CheckItem } from './CheckItem.tsx';
import { Failure } from './Failure.tsx';
import { useAct } from './useAct.ts';

/** Enough of a hash to compare by eye with the audit's list. */
const HASH_SHOWN = 12;

export function Signature({ signature }: { signature: CheckSignature }) {
  const words = useWords();
  const time = useTime();
  const { checks } = words.shift;
  const { by, role, at, late, auditSeq, auditHash } = signature;
  return (
    <p className="signature num" data-testid="check-signature">
      <BadgeCheck aria-hidden="true" />
      <span>
        <b>
          {checks.signed({
            name: by,
            role: words.roles[role],
            time: `${time.date(at)} ${time.clock(at)}`,
          })}
        </b>
        {late && <span className="late"> {checks.late}</span>}
        <small>{checks.audit({ seq: auditSeq, hash: auditHash.slice(0, HASH_SHOWN) })}</small>
      </span>
    </p>
  );
}

/** The items under their headings; those of the site last. */
function bySection(
  items: readonly CheckItemView[],
): readonly (readonly [CheckSection | null, readonly CheckItemView[]])[] {
  return [...CHECK_SECTIONS, null].flatMap((section) => {
    const own = items.filter((item) => item.section === section);
    return own.length === 0 ? [] : [[section, own] as const];
  });
}

export function CheckItems({
  view,
  onAnswer,
  busy,
}: {
  view: CheckListView;
  onAnswer:
    | ((itemId: string, state: 'done' | 'problem' | 'open', note: string | null) => void)
    | null;
  busy: boolean;
}) {
  const words = useWords();
  const { checks } = words.shift;
  return bySection(view.items).map(([section, items]) => (
    <section key={section ?? 'own'} className="check-section">
      <h4>{section === null ? checks.ownSection : checks.sections[section]}</h4>
      <ul className="check-items">
        {items.map((item) => (
          <CheckItem
            key={item.id}
            item={item}
            busy={busy}
            onAnswer={onAnswer && ((state, note) => onAnswer(item.id, state, note))}
          />
        ))}
      </ul>
    </section>
  ));
}

/** One list of the present: its items to be answered, then to be signed. */
export function CheckListPanel({ view, startOpen }: { view: CheckListView; startOpen: boolean }) {
  const words = useWords();
  const time = useTime();
  const { checks } = words.shift;
  const { busy, failed, act } = useAct();
  const [open, setOpen] = useState(startOpen);
  const { list, period, items, signature, overdue } = view;
  const answered = items.filter(({ answer }) => answer !== null && answer.state !== 'open').length;
  const left = items.length - answered;
  const due = `${time.date(period.dueAt)} ${time.minutes(period.dueAt)}`;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <section
      className="section check-list"
      data-testid="check-list"
      data-list={list}
      data-signed={signature !== null}
      data-overdue={overdue}
    >
      <h3>
        <button
          type="button"
          className="check-head inset-focus"
          data-testid="check-toggle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon aria-hidden="true" />
          <span>{checks.lists[list]}</span>
          <span className="muted num">{periodText(list, period.key)}</span>
          <span className="num check-progress">
            {checks.progress({ done: answered, all: items.length })}
          </span>
          {signature === null ? (
            <span className={overdue ? 'late num' : 'muted num'} data-testid="check-due">
              {overdue ? checks.overdue({ time: due }) : checks.due({ time: due })}
            </span>
          ) : (
            <span className="signed-chip">
              <BadgeCheck aria-hidden="true" />
              {checks.signature}
            </span>
          )}
        </button>
      </h3>
      {open && (
        <>
          <CheckItems
            view={view}
            busy={busy}
            onAnswer={
              signature === null
                ? (itemId, state, note) =>
                    act((client, session, options) =>
                      client.shift.answerCheck(
                        { session, list, period: period.key, itemId, state, note },
                        options,
                      ),
                    )
                : null
            }
          />
          <Failure code={failed} />
          {signature === null ? (
            <footer className="check-foot screen-only">
              <Tip text={checks.signHint}>
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="check-sign"
                  disabled={busy || left > 0}
                  onClick={() =>
                    act((client, session, options) =>
                      client.shift.signCheck({ session, list, period: period.key }, options),
                    )
                  }
                >
                  <PenLine aria-hidden="true" />
                  {checks.sign}
                </button>
              </Tip>
              <span className="note num">
                {left > 0 ? checks.unfinished({ count: left }) : checks.signHint}
              </span>
            </footer>
          ) : (
            <Signature signature={signature} />
          )}
        </>
      )}
    </section>
  );
}
