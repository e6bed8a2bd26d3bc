import { FileDown, FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { CSV_COLUMNS, type ReadPlacements, readPlacements } from '#shared/plans/placementCsv.ts';
import { useLanguage, useWords } from '../../../app/hooks.ts';
import { csvText } from '../../../state/csv.ts';
import { saveBlob } from '../../../state/files.ts';
import { moveDevices } from '../../../state/planDraft.ts';
import type { Plan } from './usePlan.ts';

const SHOWN = 30;

/** Places as a table, out and in. A table with one mistake changes nothing, and says which line it is in. */
export function CsvPlaces({ plan }: { plan: Plan }) {
  const said = useWords().plans;
  const language = useLanguage();
  const id = useId();
  const [read, setRead] = useState<ReadPlacements | null>(null);
  const save = () => {
    const names = new Map(plan.floors.map((floor) => [floor.id, floor.name[language]]));
    const metres = (value: number) => String(Math.round(value * 1000) / 1000);
    const rows = plan.devices.flatMap(
      ({ deviceId, floorId, xM, yM, name, upstreamPanel, branch }) =>
        floorId === null
          ? []
          : [
              [
                deviceId,
                names.get(floorId) ?? floorId,
                metres(xM),
                metres(yM),
                name,
                upstreamPanel ?? '',
                branch ?? '',
              ],
            ],
    );
    const blob = new Blob([csvText([[...CSV_COLUMNS], ...rows])], { type: 'text/csv' });
    saveBlob(document, 'placements.csv', blob);
  };
  const open = async (file: File) => {
    const known = new Set(plan.devices.map(({ deviceId }) => deviceId));
    const bytes = await file.arrayBuffer();
    const answer = readPlacements(textOf(bytes), plan.floors, known);
    setRead(answer);
    if (answer.faults.length === 0) plan.change((draft) => moveDevices(draft, answer.placements));
  };
  return (
    <section className="plan-group" aria-label={said.csv}>
      <h3>{said.csv}</h3>
      <p className="note">{said.csvHint}</p>
      <div className="row-acts">
        <label htmlFor={id} className="button button-small plan-file">
          <FileUp aria-hidden="true" />
          {said.csvOpen}
        </label>
        <input
          id={id}
          type="file"
          className="sr-only plan-file-input"
          accept=".csv,.tsv,.txt"
          data-testid="csv-file"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) open(file);
          }}
        />
        <button type="button" className="button button-small" onClick={save}>
          <FileDown aria-hidden="true" />
          {said.csvSave}
        </button>
      </div>
      {read !== null && read.faults.length === 0 && (
        <p className="note note-good" role="status" data-testid="csv-done">
          {said.csvDone({ count: read.placements.length })}
        </p>
      )}
      {read !== null && read.faults.length > 0 && (
        <div className="note note-bad" role="alert" data-testid="csv-failed">
          {said.csvFailed({ count: read.faults.length })}
          <ul>
            {read.faults.slice(0, SHOWN).map(({ line, problem, value }) => (
              <li key={`${line} ${problem} ${value}`}>
                {said.csvLine({ line })}: {said.csvProblems[problem]}{' '}
                <span className="mono">{value}</span>
              </li>
            ))}
          </ul>
          {read.faults.length > SHOWN && said.faultsMore({ count: read.faults.length - SHOWN })}
        </div>
      )}
    </section>
  );
}

/** A Korean spreadsheet saves its own code page unless it is told otherwise. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}
