import { FileBraces, FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { METER_PERIODS, type MeterPeriod, type MeterReport } from '#shared/alarms/meter.ts';
import type { DeskStatus } from '#shared/contract/views.ts';
import { dayKey, localTime } from '#shared/shift/siteTime.ts';
import { useDesk, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import { useRevised } from '../../../state/revised.ts';
import { saveFile } from '../../../state/saveFile.ts';
import { MeterChart } from './MeterChart.tsx';
import { MeterFigures } from './MeterFigures.tsx';
import { MeterTableView } from './MeterTables.tsx';
import { meterCsv, meterFileName, meterJson } from './meterFiles.ts';
import { type MeterTextParts, meterTables, watchedText } from './meterText.ts';

function Export({
  report,
  status,
  parts,
}: {
  report: MeterReport;
  status: DeskStatus;
  parts: MeterTextParts;
}) {
  const words = useWords();
  const day = dayKey(localTime(report.to, status.timeZone));
  const save = (extension: 'csv' | 'json') => {
    const text =
      extension === 'csv' ? meterCsv(report, status, parts) : meterJson(report, status, parts);
    const type = extension === 'csv' ? 'text/csv' : 'application/json';
    saveFile(document, meterFileName(report, day, extension, parts), type, text);
  };
  return (
    <div className="button-row">
      <button type="button" className="button" data-testid="meter-csv" onClick={() => save('csv')}>
        <FileSpreadsheet aria-hidden="true" />
        {words.meter.exportCsv}
      </button>
      <button
        type="button"
        className="button"
        data-testid="meter-json"
        onClick={() => save('json')}
      >
        <FileBraces aria-hidden="true" />
        {words.meter.exportJson}
      </button>
    </div>
  );
}

/** How many alarms there were, beside what a person can answer; by hour; and where they came from. */
export function MeterStatistics() {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const status = useDesk((desk) => desk.status);
  const [period, setPeriod] = useState<MeterPeriod>('day');
  const { value: report, failed } = useRevised(
    'meter',
    (client, options) => client.meter.report({ period }, options),
    period,
  );
  const parts = { words, language, time };
  const watched = report === null ? null : watchedText(report, parts);
  const tables = report === null ? [] : meterTables(report, parts);
  const hours = tables.find(({ id }) => id === 'hours');
  return (
    <div className="page-section meter" data-testid="meter" data-period={report?.period}>
      <header className="section-head">
        <fieldset className="segments">
          <legend className="sr-only">{words.meter.period}</legend>
          {METER_PERIODS.map((one) => (
            <button
              key={one}
              type="button"
              className="segment"
              data-testid={`meter-${one}`}
              aria-pressed={one === period}
              onClick={() => setPeriod(one)}
            >
              {words.meter.periods[one]}
            </button>
          ))}
        </fieldset>
        <p className="note">{words.meter.intro}</p>
        {report !== null && status !== null && (
          <Export report={report} status={status} parts={parts} />
        )}
      </header>
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.meter.failed} {words.failures[failed]}
        </p>
      )}
      {report === null && failed === null && <p className="note">{words.common.loading}</p>}
      {watched !== null && <p className="note num">{watched}</p>}
      {report !== null && (
        <>
          <MeterFigures report={report} parts={parts} />
          {hours !== undefined && <MeterChart report={report} table={hours} parts={parts} />}
          <div className="meter-tables">
            {tables
              .filter(({ id }) => id !== 'hours')
              .map((table) => (
                <MeterTableView
                  key={table.id}
                  table={table}
                  {...(table.id === 'shares' ? { note: words.meter.sharesHint } : {})}
                />
              ))}
          </div>
        </>
      )}
    </div>
  );
}
