/** The evaluation for a person to read on a terminal. */
import type { Interval } from '#shared/prediction/protocol/intervals.ts';
import type { MethodId } from '#shared/prediction/protocol/methods.ts';
import type { Recall, Summary } from '#shared/prediction/protocol/summary.ts';
import { MODEL_OUTPUTS } from '#shared/prediction/verdict.ts';
import { aligned, type Row } from '../alignedTable.ts';
import type { Language } from '../doctor/words.ts';
import type { Evaluation } from './evaluation.ts';
import { type Words, wordsIn } from './words.ts';

export function tableOf(evaluation: Evaluation, language: Language): string {
  const words = wordsIn(language);
  const { protocol, methods } = evaluation;
  const effective = methods.find(({ id }) => id === 'effective')!.summary;
  const legend = words.legend
    .replace('{lead}', String(protocol.leastLeadMinutes))
    .replace('{late}', String(protocol.lateMinutes))
    .replace('{prevalence}', String(protocol.prevalencePerDeviceDay));
  const parts = [
    head(evaluation, words),
    methodTable(evaluation, words),
    legend,
    `${words.effective}`,
    recallTable(words.type, effective.byType, words),
    recallTable(words.sensor, effective.bySensorLocation, words),
    hardTable(effective, words),
    windowTable(evaluation, words),
    availabilityTable(evaluation, words),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head({ streams, deviceDays, model }: Evaluation, words: Words): string {
  const which = model === null ? words.noModel : `${model.version} (${model.hash.slice(0, 12)})`;
  return `${words.streams}: ${streams.length}, ${deviceDays.toFixed(1)} ${words.deviceDays}\n${words.model}: ${which}`;
}

function methodTable({ methods }: Evaluation, words: Words): string {
  const { method, recall, interval, short, late, missed, lead, perDay } = words;
  const header = [method, recall, interval, short, late, missed, lead, perDay, interval];
  const rest = [words.hard, words.hazards, words.before, words.precision, words.ppv];
  return aligned([
    [...header, ...rest],
    ...methods.map(({ id, summary }) => methodRow(nameOf(id, words), summary)),
  ]);
}

function methodRow(name: string, summary: Summary): Row {
  const { normal, hardNegatives, hazards } = summary;
  return [
    name,
    ...recallCells(summary),
    normal.perDay === null ? '–' : `${normal.perDay.toFixed(4)} (${normal.falseAlarms})`,
    between(normal.interval, 4),
    `${hardNegatives.alarmed}/${hardNegatives.episodes}`,
    `${hazards.alarmed}/${hazards.episodes}`,
    String(summary.falseBeforeOnset),
    fixed(summary.precision, 2),
    summary.ppvLow === null ? '–' : `≥ ${summary.ppvLow.toFixed(4)}`,
  ];
}

function recallCells({
  recall,
  detected,
  fires,
  interval,
  short,
  late,
  missed,
  lead,
}: Recall): Row {
  return [
    recall === null ? '–' : `${recall.toFixed(2)} (${detected}/${fires})`,
    between(interval, 2),
    String(short),
    String(late),
    String(missed),
    [lead.q10, lead.q50, lead.q90].map((minutes) => fixed(minutes, 1)).join(' / '),
  ];
}

function recallTable(name: string, groups: Readonly<Record<string, Recall>>, words: Words): string {
  const rows = Object.entries(groups);
  if (rows.length === 0) return '';
  const { recall, interval, short, late, missed, lead } = words;
  return aligned([
    [name, recall, interval, short, late, missed, lead],
    ...rows.map(([group, one]) => [placeName(group, words), ...recallCells(one)]),
  ]);
}

function placeName(group: string, words: Words): string {
  return group === 'enc' || group === 'room' || group === 'unknown' ? words[group] : group;
}

function hardTable({ hardNegatives }: Summary, words: Words): string {
  const rows = Object.entries(hardNegatives.byType);
  if (rows.length === 0) return '';
  return aligned([
    [words.hardType, words.alarmed, words.episodes],
    ...rows.map(([type, { alarmed, episodes }]) => [type, String(alarmed), String(episodes)]),
  ]);
}

function windowTable({ windows }: Evaluation, words: Words): string {
  if (windows === null) return '';
  const { output, windows: count, positives, ap, brierSkill, ece } = words;
  return aligned([
    [output, count, positives, ap, brierSkill, ece],
    ...MODEL_OUTPUTS.map((name) => {
      const figures = windows[name];
      return [
        name,
        String(figures.windows),
        String(figures.positives),
        fixed(figures.averagePrecision, 3),
        fixed(figures.brierSkill, 3),
        fixed(figures.calibrationError, 4),
      ];
    }),
  ]);
}

function availabilityTable({ availability }: Evaluation, words: Words): string {
  const { minutes, uncovered } = availability;
  const rows = [...Object.entries(minutes), ['uncovered', uncovered] as const];
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  return aligned([
    ['', words.minutes, words.share],
    ...rows.map(([state, count]) => [
      words[state as keyof Words],
      String(count),
      all === 0 ? '–' : `${((100 * count) / all).toFixed(2)} %`,
    ]),
  ]);
}

function nameOf(id: MethodId, words: Words): string {
  if (id === 'model') return words.modelLevel;
  if (id in words) return words[id as keyof Words];
  const [, output, level, threshold] = id.split(':');
  return `· ${output} ≥ ${threshold} ${level}`;
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

function between(interval: Interval | null, digits: number): string {
  return interval === null
    ? '–'
    : `${interval.low.toFixed(digits)}–${interval.high.toFixed(digits)}`;
}
