import { CircleHelp, LoaderCircle } from 'lucide-react';
import { useWords } from '../../app/hooks.ts';
import { modelName } from '../../state/prediction.ts';
import { Drivers } from './Drivers.tsx';
import type { Explaining } from './useExplanation.ts';

/** Asks why, again where it was asked before. */
export function ExplainButton({ explaining }: { explaining: Explaining }) {
  const words = useWords();
  const { busy, explanation } = explaining;
  const Icon = busy ? LoaderCircle : CircleHelp;
  return (
    <button
      type="button"
      className="button button-small"
      data-testid="explain"
      disabled={busy}
      onClick={explaining.ask}
    >
      <Icon className={busy ? 'spin' : ''} aria-hidden="true" />
      {busy
        ? words.prediction.explaining
        : explanation === null
          ? words.prediction.explain
          : words.prediction.explainAgain}
    </button>
  );
}

/** What came of asking: the drivers, or why there are none. */
export function ExplanationPanel({ title, explaining }: { title: string; explaining: Explaining }) {
  const words = useWords();
  const { explanation, notExplained } = explaining;
  if (notExplained !== null) {
    return (
      <p
        className={notExplained === 'failed' ? 'note note-bad' : 'note'}
        role="alert"
        data-testid="not-explained"
        data-why={typeof notExplained === 'string' ? notExplained : 'otherModel'}
      >
        {typeof notExplained === 'string'
          ? words.prediction.notExplained[notExplained]
          : words.prediction.notExplained.otherModel({
              model: modelName(notExplained.otherModel),
            })}
      </p>
    );
  }
  if (explanation === null) return null;
  return (
    <div className="explanation" data-testid="explanation">
      <h4>{title}</h4>
      <Drivers explanation={explanation} />
    </div>
  );
}
