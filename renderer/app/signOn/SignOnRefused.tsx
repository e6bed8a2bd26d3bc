import { useEffect, useState } from 'react';
import { formatAge } from '#shared/i18n/format.ts';
import type { FailureCode } from '../../state/engineClient.ts';
import type { Refusal } from '../../state/session.ts';
import { useEngineNow, useLanguage, useWords } from '../hooks.ts';

/** Why somebody could not sign on, and for how long they have to wait, counted down. */
export function SignOnRefused({ refused }: { refused: Refusal | FailureCode }) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const retryInMs = typeof refused === 'string' ? null : refused.retryInMs;
  const [until, setUntil] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the wait begins when the refusal comes, not at each tick.
  useEffect(() => setUntil(retryInMs === null ? null : now + retryInMs), [refused]);
  if (typeof refused === 'string') {
    return (
      <p className="note note-bad" role="alert" data-testid="sign-on-refused" data-why={refused}>
        {words.failures[refused]}
      </p>
    );
  }
  const left = until === null ? null : until - now;
  const { triesLeft } = refused;
  return (
    <div className="note note-bad" data-testid="sign-on-refused" data-why={refused.refusal}>
      <p role="alert">
        {words.access.refusals[refused.refusal]}{' '}
        {triesLeft !== null && triesLeft > 0 && words.access.signOn.triesLeft({ count: triesLeft })}
      </p>
      {left !== null && left > 0 && (
        <p>
          <b className="num" data-testid="retry-in">
            {words.access.signOn.retryIn({ time: formatAge(left + 999, language) })}
          </b>{' '}
          {words.access.signOn.alarmsVisible}
        </p>
      )}
    </div>
  );
}
