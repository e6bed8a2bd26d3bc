import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import {
  type ImportAnswer,
  type ImportProblem,
  importFile,
  importPage,
  type ReadFile,
  readFile,
} from '../../../plan-import/importDrawing.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { setDrawing } from '../../../state/planDraft.ts';
import { PdfPageDialog } from './PdfPageDialog.tsx';
import type { Plan } from './usePlan.ts';

/** A file from this PC as the floor's drawing. */
export function ImportDrawing({
  plan,
  floor,
  onImported,
}: {
  plan: Plan;
  floor: PlannedFloor;
  onImported: (removed: readonly string[]) => void;
}) {
  const words = useWords();
  const said = words.plans;
  const id = useId();
  const { connection, session } = useServices();
  /** The share that has arrived; null while nothing is on its way. */
  const [share, setShare] = useState<number | null>(null);
  const [pdf, setPdf] = useState<ReadFile | null>(null);
  const [problem, setProblem] = useState<ImportProblem | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const parts = { request: connection.request, session };

  const take = async (work: () => Promise<ImportAnswer | ImportProblem | null>) => {
    setShare(0);
    setProblem(null);
    setFailure(null);
    try {
      const answer = await work();
      if (answer === null) return;
      if (typeof answer === 'string') setProblem(answer);
      else if (!answer.done) setProblem(answer.problem);
      else {
        const { drawing, ...known } = answer.imported;
        plan.change((draft) => setDrawing(draft, floor.id, drawing, known));
        onImported(drawing.removed);
      }
    } catch (error) {
      setFailure(failureOf(error).code);
    } finally {
      setShare(null);
    }
  };
  const choose = (file: File) =>
    take(async () => {
      const read = await readFile(file);
      if (typeof read === 'string') return read;
      if (read.kind !== 'pdf') return importFile(parts, read, setShare);
      setPdf(read);
      return null;
    });

  return (
    <div className="field">
      <label htmlFor={id} className="button plan-file">
        <FileUp aria-hidden="true" />
        {said.importDrawing}
      </label>
      <input
        id={id}
        type="file"
        className="sr-only plan-file-input"
        data-testid="import-drawing"
        accept=".png,.jpg,.jpeg,.svg,.pdf,.dxf"
        disabled={share !== null}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) choose(file);
        }}
      />
      <small className="field-hint">{said.importHint}</small>
      <p className="note" role="status">
        {share !== null &&
          (share === 0 ? said.reading : said.importing({ percent: Math.round(share * 100) }))}
      </p>
      {problem !== null && (
        <p className="note note-bad" role="alert" data-testid="import-problem" data-code={problem}>
          {said.problems[problem]}
        </p>
      )}
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {words.failures[failure]}
        </p>
      )}
      {pdf !== null && (
        <PdfPageDialog
          bytes={pdf.bytes}
          onClose={() => setPdf(null)}
          onUnreadable={() => {
            setPdf(null);
            setProblem('unreadable');
          }}
          onChosen={(page, picture) => {
            setPdf(null);
            take(() => importPage(parts, pdf, page, picture, setShare));
          }}
        />
      )}
    </div>
  );
}
