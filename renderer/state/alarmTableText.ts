/** What the alarm table says: each cell, each filter, and both as files. Pure: the same words on the screen and in a file. */
import type { AlarmColumn, Period, TableView, ViewFilter } from '#shared/alarms/alarmTable.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { CSV_BEGIN, csvLine } from '#shared/audit/exportText.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import type { DeskStatus, DeviceView, FloorView } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatAge, type TimeFormat } from '#shared/i18n/format.ts';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { placeNameOf } from './points.ts';

export interface TextParts {
  readonly words: Words;
  readonly language: Language;
  readonly timeZone: string;
  readonly time: TimeFormat;
  readonly devices: ReadonlyMap<string, Pick<DeviceView, 'placement'>>;
  readonly floors: readonly FloorView[];
  readonly now: EpochMs;
}

type Site = Pick<DeskStatus, 'siteName' | 'timeZone' | 'simulated'>;

/** What stands in a cell; empty where there is nothing to say. */
export function cellText(column: AlarmColumn, row: AlarmTableRow, parts: TextParts): string {
  return CELLS[column](row, parts);
}

type Cell = (row: AlarmTableRow, parts: TextParts) => string;

const at =
  (of: (alarm: AlarmTableRow['alarm']) => EpochMs | null): Cell =>
  ({ alarm }, { timeZone }) => {
    const moment = of(alarm);
    return moment === null ? '' : stamp(moment, timeZone);
  };

const CELLS: Readonly<Record<AlarmColumn, Cell>> = {
  onset: at(({ onsetAt }) => onsetAt),
  kind: ({ alarm }, { words }) => words.kinds[alarm.kind],
  class: ({ alarm }, { words }) => words.classes[alarm.alarmClass],
  priority: ({ alarm }, { words }) => words.priorities[alarm.priority],
  state: ({ alarm }, { words }) => stateText(alarm.state, words),
  device: ({ alarm }, { devices, floors, words, language }) =>
    placeNameOf(alarm.deviceId, { devices, floors }, words, language).name,
  floor: ({ alarm }, { devices, floors, words, language }) =>
    placeNameOf(alarm.deviceId, { devices, floors }, words, language).where,
  zone: ({ alarm }, { devices, floors, language }) => {
    const placement = devices.get(alarm.deviceId)?.placement;
    const floor = floors.find(({ id }) => id === placement?.floorId);
    return floor?.zones.find(({ id }) => id === placement?.zoneId)?.name[language] ?? '';
  },
  reason: whyText,
  raised: at(({ raisedAt }) => raisedAt),
  acknowledgedBy: ({ alarm }) => alarm.acknowledgedBy ?? '',
  acknowledged: at(({ acknowledgedAt }) => acknowledgedAt),
  takenBy: ({ alarm }) => alarm.takenBy ?? '',
  cleared: at(({ clearedAt }) => clearedAt),
  ended: at(({ endedAt }) => endedAt),
  duration: ({ alarm }, { now, language }) =>
    formatAge((alarm.clearedAt ?? alarm.endedAt ?? now) - alarm.onsetAt, language),
  outcome: ({ outcome, cause }, { words }) =>
    outcome === null
      ? ''
      : words.incidents.outcomes[outcome] +
        (cause === null ? '' : ` · ${words.incidents.causes[cause]}`),
  incident: ({ incident }) => (incident === null ? '' : `#${incident.number}`),
  deviceId: ({ alarm }) => deskSourceOf(alarm.deviceId) ?? alarm.deviceId,
};

/** What has ended is called so: "normal" would say something of its device. */
export function stateText(state: AlarmTableRow['alarm']['state'], words: Words): string {
  return state === 'normal' ? words.alarmTable.ended : words.states[state];
}

function whyText({ alarm, reason }: AlarmTableRow, { words, language, time }: TextParts): string {
  if (reason === null) return troubleText(alarm, words, time) ?? '';
  const { sentence, value, limit } = reasonText(reason, language);
  const said = [sentence, value].filter((part) => part !== null).join(' ');
  return limit === null ? said : `${said} (${words.common.limit} ${limit})`;
}

/** Which filter, in the words of its button; the key names what is to be cleared. */
export interface FilterText {
  readonly key: keyof ViewFilter;
  readonly name: string;
  readonly value: string;
}

type FilterParts = Pick<TextParts, 'words' | 'language' | 'timeZone' | 'devices' | 'floors'>;

/** Every filter that is in force. */
export function filterTexts(filter: ViewFilter, parts: FilterParts): readonly FilterText[] {
  const { words, language, floors, devices } = parts;
  const said = words.alarmTable;
  const texts: FilterText[] = [];
  const add = (key: keyof ViewFilter, name: string, value: string | undefined) => {
    if (value !== undefined) texts.push({ key, name, value });
  };
  const list = <T extends string>(values: readonly T[] | undefined, of: (value: T) => string) =>
    values?.map(of).join(', ');
  add('text', said.search, filter.text);
  add(
    'classes',
    said.columns.class,
    list(filter.classes, (one) => words.classes[one]),
  );
  add(
    'priorities',
    said.columns.priority,
    list(filter.priorities, (one) => words.priorities[one]),
  );
  add(
    'states',
    said.columns.state,
    list(filter.states, (one) => stateText(one, words)),
  );
  add(
    'kinds',
    said.columns.kind,
    list(filter.kinds, (one) => words.kinds[one]),
  );
  const floor = floors.find(({ id }) => id === filter.floorId);
  add('floorId', said.columns.floor, filter.floorId && (floor?.name[language] ?? filter.floorId));
  const zone = floor?.zones.find(({ id }) => id === filter.zoneId);
  add('zoneId', said.columns.zone, filter.zoneId && (zone?.name[language] ?? filter.zoneId));
  add(
    'subject',
    said.subject,
    filter.subject && placeNameOf(filter.subject, { devices, floors }, words, language).name,
  );
  add('period', said.period, filter.period && periodText(filter.period, parts));
  add(
    'outcomes',
    said.columns.outcome,
    list(filter.outcomes, (one) =>
      one === 'none' ? said.noOutcome : words.incidents.outcomes[one],
    ),
  );
  add('acknowledgedBy', said.person, filter.acknowledgedBy);
  add('test', said.tests, filter.test && said.testChoices[filter.test]);
  return texts;
}

export function periodText(
  period: Period,
  { words, timeZone }: Pick<TextParts, 'words' | 'timeZone'>,
): string {
  if (period.type === 'today') return words.alarmTable.periods.today;
  if (period.type === 'days') return words.alarmTable.lastDays({ days: period.days });
  const minute = (moment: EpochMs | undefined) =>
    moment === undefined ? '' : stamp(moment, timeZone).slice(0, 16);
  return `${minute(period.from)} – ${minute(period.to)}`;
}

/** What stands above the rows of a file: where it is from, what was asked, and whether any of it is real. */
function heading(view: TableView, site: Site, parts: TextParts) {
  const { words, language, now, timeZone } = parts;
  const { file, columns } = words.alarmTable;
  const filters = filterTexts(view.filter, parts).map(({ name, value }) => `${name}: ${value}`);
  const sorted = { onset: columns.onset, ended: columns.ended, urgency: columns.priority };
  return [
    [file.title, site.siteName[language]],
    [file.simulated, site.simulated ? file.yes : file.no],
    [file.filter, filters.join('; ') || words.alarmTable.any],
    [file.order, `${sorted[view.sort]} ${view.order === 'desc' ? '↓' : '↑'}`],
    [file.at, stamp(now, timeZone)],
    [file.zone, timeZone],
  ] as const;
}

/** A file as it grows, so that a million rows are never one string. */
export interface TableFile {
  readonly begin: string;
  /** @param first whether nothing stands before these */
  rows(rows: readonly AlarmTableRow[], first: boolean): string;
  readonly end: string;
}

export function csvFile(view: TableView, site: Site, parts: TextParts): TableFile {
  const ids = view.columns.map(({ id }) => id);
  const above = heading(view, site, parts).map((line) => csvLine(line));
  const names = csvLine(ids.map((id) => parts.words.alarmTable.columns[id]));
  return {
    begin: `${CSV_BEGIN}${above.join('')}\r\n${names}`,
    rows: (rows) => rows.map((row) => csvLine(ids.map((id) => cellText(id, row, parts)))).join(''),
    end: '',
  };
}

/** Each cell as it is shown, and beside it what a program goes by. */
export function jsonFile(view: TableView, site: Site, parts: TextParts): TableFile {
  const { filter, sort, order, columns } = view;
  const ids = columns.map(({ id }) => id);
  const head = {
    type: 'emberwatch-alarms',
    version: 1,
    site: site.siteName[parts.language],
    simulated: site.simulated,
    timeZone: site.timeZone,
    exportedAt: new Date(parts.now).toISOString(),
    filter,
    sort,
    order,
    columns: ids,
  };
  return {
    begin: `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "alarms": [`,
    rows: (rows, first) =>
      rows
        .map((row, index) => {
          const { alarm, reason, outcome, cause, incident } = row;
          const { evidence: _none, ...record } = alarm;
          const shown = Object.fromEntries(ids.map((id) => [id, cellText(id, row, parts)]));
          const whole = {
            shown,
            ...record,
            reason,
            outcome,
            cause,
            incident: incident?.number ?? null,
          };
          return `${first && index === 0 ? '' : ','}\n    ${JSON.stringify(whole)}`;
        })
        .join(''),
    end: '\n  ]\n}\n',
  };
}

/** emberwatch-alarms-20260105-1403.csv, and `simulated` in it when that is what it is. */
export function tableFileName(
  format: 'csv' | 'json',
  site: Site,
  { now, timeZone }: Pick<TextParts, 'now' | 'timeZone'>,
): string {
  const when = stamp(now, timeZone).replace(/[-:]/g, '').replace(' ', '-').slice(0, 13);
  return `emberwatch-alarms-${site.simulated ? 'simulated-' : ''}${when}.${format}`;
}
