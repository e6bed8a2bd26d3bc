import { CircleCheck } from 'lucide-react';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { wordOf } from '#shared/i18n/words.ts';
import type { Reason } from '#shared/scoring/assessment.ts';
import { tellingReasons } from '#shared/scoring/tellingReasons.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';

/** More than this nobody reads while something is burning; the rest weighs least. */
const SHOWN = 6;

export function DeviceReasons({ reasons }: { reasons: readonly Reason[] }) {
  const words = useWords();
  const language = useLanguage();
  const telling = tellingReasons(reasons).slice(0, SHOWN);
  if (telling.length === 0) {
    return (
      <p className="note note-good">
        <CircleCheck aria-hidden="true" />
        {words.drawer.noReasons}
      </p>
    );
  }
  return (
    <ul className="reasons" data-testid="reasons">
      {telling.map((reason) => {
        const { sentence, value, limit } = reasonText(reason, language);
        return (
          <li key={`${reason.code}${reason.subject}`} data-floor={reason.source === 'floor'}>
            <span className="reason-text">{sentence}</span>
            <span className="reason-source">{words.reasonSources[reason.source]}</span>
            {value !== null && <b className="reason-value num">{value}</b>}
            {limit !== null && (
              <span className="reason-limit num">
                {words.common.limit} {limit}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What to do now, as steps. The words are the source document's own. */
export function Recommendations({ codes }: { codes: readonly string[] }) {
  const words = useWords();
  if (codes.length === 0) return null;
  return (
    <section className="drawer-section todo" data-testid="recommendations">
      <h3>{words.drawer.toDo}</h3>
      <ol>
        {codes.map((code) => (
          <li key={code}>{wordOf(words.recommendations, code)}</li>
        ))}
      </ol>
    </section>
  );
}
