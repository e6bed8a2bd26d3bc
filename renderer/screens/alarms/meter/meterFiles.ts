/** The meter as files. Pure: the report and its words in, text out. */
import type { MeterReport } from '#shared/alarms/meter.ts';
import type { DeskStatus } from '#shared/contract/views.ts';
import { csvText } from '../../../state/csv.ts';
import { figureText, type MeterTextParts, meterTables, watchedText } from './meterText.ts';

type Site = Pick<DeskStatus, 'siteName' | 'timeZone' | 'simulated'>;

export function meterCsv(report: MeterReport, site: Site, parts: MeterTextParts): string {
  const { words, language } = parts;
  const { file } = words.meter;
  const watched = watchedText(report, parts);
  return csvText([
    [file.site, site.siteName[language]],
    [file.simulated, site.simulated ? file.yes : file.no],
    [words.meter.period, words.meter.periods[report.period]],
    [file.zone, site.timeZone],
    [file.from, new Date(report.from).toISOString()],
    [file.to, new Date(report.to).toISOString()],
    ...(watched === null ? [] : [[watched]]),
    [],
    [file.figure, file.value, file.target, file.verdict],
    ...report.figures
      .map((figure) => figureText(figure, parts))
      .map(({ name, value, target, verdict }) => [name, value, target, verdict]),
    ...meterTables(report, parts).flatMap(({ title, columns, rows, empty }) => [
      [],
      [title],
      ...(rows.length === 0 ? [[empty]] : [columns, ...rows]),
    ]),
  ]);
}

export function meterJson(report: MeterReport, site: Site, parts: MeterTextParts): string {
  const { figures, from, to, ...rest } = report;
  const document = {
    site: site.siteName[parts.language],
    simulated: site.simulated,
    timeZone: site.timeZone,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    figures: figures.map((figure) => ({ ...figure, shown: figureText(figure, parts).value })),
    ...rest,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** `alarm-meter-week-2026-07-30.csv`, by the site's calendar. */
export function meterFileName(
  report: MeterReport,
  day: string,
  extension: 'csv' | 'json',
  { words }: MeterTextParts,
): string {
  return `${words.meter.fileName}-${report.period}-${day}.${extension}`;
}
