/** An analysis for a person to read on a terminal. */
import { detailText } from '#shared/i18n/detailText.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { aligned, type Row } from '../alignedTable.ts';
import type { Language } from '../doctor/words.ts';
import type { AnalysisReport, DeviceSummary } from './Analysis.ts';
import { type Words, wordsIn } from './words.ts';

const SHOWN = 20;

type Stamp = (at: number) => string;

export function tableOf(report: AnalysisReport, timeZone: string, language: Language): string {
  const words = wordsIn(language);
  const time = timeFormat(timeZone, language);
  const stamp: Stamp = (at) => `${time.calendar(at)} ${time.clock(at)}`;
  const parts = [
    head(report, words, stamp),
    titled(words.alarms, alarmRows(report, words, stamp, language), 4, report.alarms.length, words),
    titled(
      words.findings,
      findingRows(report, words, stamp, language),
      5,
      report.findings.length,
      words,
    ),
    titled(words.worst, deviceRows(report.devices, words), 1, report.devices.length, words),
    titled(words.fleet, fleetRows(report, words, stamp), 1, 0, words),
  ];
  return `${parts.join('\n\n')}\n`;
}

function head(report: AnalysisReport, words: Words, stamp: Stamp): string {
  const { from, to, readings, leftOut, refused, devices, thresholdsVersion } = report;
  const span = from === null || to === null ? '–' : `${stamp(from)} – ${stamp(to)}`;
  return [
    `${words.recording}: ${span}`,
    `${words.devices}: ${devices.length}, ${words.readings}: ${readings}, ${words.leftOut}: ${leftOut}, ${words.refused}: ${refused}`,
    `${words.limits}: ${thresholdsVersion}`,
  ].join('\n');
}

/**
 * @param left columns of text
 * @param all how many there are, of which the table shows the first
 */
function titled(
  title: string,
  rows: readonly Row[],
  left: number,
  all: number,
  words: Words,
): string {
  if (rows.length <= 1) return `${title}\n${words.none}`;
  const more = all - SHOWN;
  const rest = more > 0 ? `\n${words.more.replace('{count}', String(more))}` : '';
  return `${title}\n${aligned(rows, left)}${rest}`;
}

function alarmRows(
  { alarms, devices }: AnalysisReport,
  words: Words,
  stamp: Stamp,
  language: Language,
): readonly Row[] {
  const product = WORDS[language];
  const clock = timeFormat('UTC', language);
  const nameOf = names(devices);
  return [
    [words.time, words.device, words.alarm, words.about],
    ...alarms.slice(0, SHOWN).map(({ at, deviceId, kind, detail }) => {
      const said = detail && detailText(JSON.stringify(detail), product, clock);
      return [stamp(at), nameOf(deviceId), product.kinds[kind], said ?? '–'];
    }),
  ];
}

function findingRows(
  { findings, devices }: AnalysisReport,
  words: Words,
  stamp: Stamp,
  language: Language,
): readonly Row[] {
  const nameOf = names(devices);
  const sensors: Readonly<Record<string, string>> = {
    ...WORDS[language].sensors,
    temperature: words.temperature,
  };
  const header = [words.time, words.until, words.device, words.finding, words.about];
  return [
    [...header, words.count, words.most, words.limit],
    ...findings
      .slice(0, SHOWN)
      .map(({ from, to, deviceId, kind, subject, count, value, limit }) => [
        stamp(from),
        stamp(to),
        nameOf(deviceId),
        words.findingKinds[kind],
        subject === null ? '–' : (sensors[subject] ?? nameOf(subject)),
        String(count),
        figure(value),
        figure(limit),
      ]),
  ];
}

function deviceRows(devices: readonly DeviceSummary[], words: Words): readonly Row[] {
  const header = [words.device, words.readings, words.maxRisk, words.meanRisk];
  const hour = [words.trend, words.perMinute, words.confidence, words.period];
  const around = [words.neighbours, words.correlation, words.clusterRisk];
  return [
    [...header, words.maxTemperature, words.arcs, ...hour, ...around],
    ...devices
      .slice(0, SHOWN)
      .map((device) => [
        device.name,
        String(device.readings),
        device.maxRisk.toFixed(2),
        device.meanRisk.toFixed(2),
        device.maxTemperature?.toFixed(1) ?? '–',
        String(device.arcs),
        ...hourCells(device, words),
        ...aroundCells(device),
      ]),
  ];
}

function hourCells({ patterns }: DeviceSummary, words: Words): Row {
  if (patterns === null) return ['–', '–', '–', '–'];
  const { trend, temperatureTrend, confidence, periodicity } = patterns;
  const { periodic, period } = periodicity;
  return [
    words.trends[trend],
    temperatureTrend.toFixed(2),
    confidence.toFixed(2),
    periodic && period !== null ? `${period.toFixed(1)} ${words.minutes}` : '–',
  ];
}

function aroundCells({ surroundings: { neighbours, clusterRisk } }: DeviceSummary): Row {
  if (neighbours.length === 0) return ['–', '–', '–'];
  const known = neighbours.flatMap(({ temperatureCorrelation: r }) => r ?? []);
  return [
    String(neighbours.length),
    known.length === 0 ? '–' : Math.max(...known).toFixed(2),
    `${Math.round(clusterRisk * 100)} %`,
  ];
}

function fleetRows({ busiest }: AnalysisReport, words: Words, stamp: Stamp): readonly Row[] {
  const header = [words.time, words.devices, words.readings, words.maxRisk, words.meanRisk];
  const counts = [words.atHighRisk, words.rapidChange, words.sustained, words.volatile];
  return [
    [...header, words.arcs, ...counts],
    ...busiest.map((one) => [
      stamp(one.windowEnd - 300_000),
      String(one.devices),
      String(one.records),
      one.maxRisk.toFixed(2),
      one.meanRisk.toFixed(2),
      ...[one.arcs, one.atHighRisk, one.rapidChange, one.sustained, one.volatile].map(String),
    ]),
  ];
}

function names(devices: readonly DeviceSummary[]): (deviceId: string) => string {
  const known = new Map(devices.map(({ deviceId, name }) => [deviceId, name]));
  return (deviceId) => known.get(deviceId) ?? deviceId;
}

/** As short as it can be told. */
const figure = (value: number): string => String(Number(value.toFixed(2)));
