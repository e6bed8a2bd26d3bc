import type { ChannelProblem } from '#shared/contract/notificationViews.ts';
import { useWords } from '../../../app/hooks.ts';

/** What is wrong and what to do, in the reader's words; the other side's own below, for whoever mends it. */
export function ProblemText({ problem }: { problem: ChannelProblem }) {
  const words = useWords().notifications;
  // A code that is newer than this page has no words here.
  const known: { readonly what: string; readonly toDo: string } | undefined =
    words.problems[problem.code];
  return (
    <div className="channel-problem" data-testid="channel-problem" data-code={problem.code}>
      <b>{known?.what ?? problem.code}</b>
      {known !== undefined && <p>{known.toDo}</p>}
      <p className="channel-said">{words.channels.theySay({ detail: problem.detail })}</p>
    </div>
  );
}
