/** A question to the table of alarms as SQL. Everything that was typed is a parameter. */
import type { AlarmFilter, AlarmSort, SortOrder } from '#shared/alarms/alarmTable.ts';
import type { AlarmCursor } from '#shared/contract/alarmTableViews.ts';
import type { PlaceBook } from './PlaceBook.ts';
import { SORTS } from './sortKeys.ts';

export interface AlarmQuestion {
  readonly filter: AlarmFilter;
  readonly sort: AlarmSort;
  readonly order: SortOrder;
}

export type Parameters = Readonly<Record<string, string | number>>;

export interface Condition {
  /** Terms that must all hold; none for everything. */
  readonly terms: readonly string[];
  readonly parameters: Parameters;
}

/** A word costs a search of its own; nobody types more. */
const MOST_WORDS = 8;

const inList = (column: string, name: string) =>
  `${column} IN (SELECT value FROM json_each(@${name}))`;
const JUDGED = 'SELECT alarm_id FROM incident_alarm WHERE outcome';

/**
 * Which alarms a filter means. All that it looks at is in the indexes of the table, but for outcomes, which have their own.
 *
 * @param places asked only where the filter names a place
 * @param simulated whether the site is: then everything is a simulation
 */
export function conditionOf(filter: AlarmFilter, places: PlaceBook, simulated: boolean): Condition {
  const terms: string[] = [];
  const parameters: Record<string, string | number> = {};
  const list = (column: string, name: string, values: readonly string[] | undefined) => {
    if (values === undefined) return;
    terms.push(inList(column, name));
    parameters[name] = JSON.stringify(values);
  };
  const compare = (term: string, name: string, value: string | number | undefined) => {
    if (value === undefined) return;
    terms.push(term);
    parameters[name] = value;
  };
  if (isStanding(filter)) terms.push('ended_ms IS NULL');
  list('alarm_class', 'classes', filter.classes);
  list('priority', 'priorities', filter.priorities);
  list('state', 'states', filter.states);
  list('kind', 'kinds', filter.kinds);
  compare('device_id = @subject', 'subject', filter.subject);
  compare('onset_ms >= @from', 'from', filter.from);
  compare('onset_ms < @to', 'to', filter.to);
  // Not LIKE: what is typed has no wildcards.
  compare('instr(acknowledged_by, @acknowledgedBy) > 0', 'acknowledgedBy', filter.acknowledgedBy);
  if (filter.floorId !== undefined || filter.zoneId !== undefined)
    list('device_id', 'placed', places.devicesAt(filter.floorId, filter.zoneId));
  for (const [n, word] of wordsOf(filter.text).entries()) {
    const { devices, kinds, classes } = places.named(word);
    terms.push(
      `(instr(lower(device_id), @word${n}) > 0 OR ${inList('device_id', `devices${n}`)}
        OR ${inList('kind', `kinds${n}`)} OR ${inList('alarm_class', `classes${n}`)})`,
    );
    parameters[`word${n}`] = word;
    parameters[`devices${n}`] = JSON.stringify(devices);
    parameters[`kinds${n}`] = JSON.stringify(kinds);
    parameters[`classes${n}`] = JSON.stringify(classes);
  }
  outcomes(filter, simulated, terms, parameters);
  return { terms, parameters };
}

function outcomes(
  { outcomes, test }: AlarmFilter,
  simulated: boolean,
  terms: string[],
  parameters: Record<string, string | number>,
): void {
  if (outcomes !== undefined) {
    const said = outcomes.filter((one) => one !== 'none');
    const either: string[] = [];
    if (said.length > 0) {
      either.push(`id IN (${JUDGED} IN (SELECT value FROM json_each(@outcomes)))`);
      parameters['outcomes'] = JSON.stringify(said);
    }
    if (outcomes.includes('none')) either.push(`id NOT IN (${JUDGED} IS NOT NULL)`);
    terms.push(`(${either.join(' OR ')})`);
  }
  if (test === undefined) return;
  if (simulated) {
    if (test === 'without') terms.push('0');
  } else terms.push(`id ${test === 'only' ? '' : 'NOT '}IN (${JUDGED} = 'test')`);
}

/** What is typed and what is found are compared in small letters, and Korean syllables whole. */
function wordsOf(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** Whether it asks only for what has not ended: few, with an index of their own, however long the record is. */
function isStanding({ states }: AlarmFilter): boolean {
  return states !== undefined && !states.includes('normal');
}

/** The rows of a question in their order, as far as their place in it. */
export function orderedRows(
  { filter, sort, order }: AlarmQuestion,
  { terms, parameters }: Condition,
  span: { readonly through: number; readonly after?: AlarmCursor | undefined },
): { readonly sql: string; readonly parameters: Parameters } {
  const { key, index } = SORTS[sort];
  const { through, after } = span;
  const compare = order === 'desc' ? '<' : '>';
  const all = [...terms, 'rowid <= @through'];
  // Spelt so that the index leads to the place: it doesn't see through a comparison of two values at once.
  if (after)
    all.push(
      `${key} ${compare}= @afterKey`,
      `(${key} ${compare} @afterKey OR id ${compare} @afterId)`,
    );
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  return {
    sql: `SELECT ${key} AS key, id FROM alarm INDEXED BY ${isStanding(filter) ? 'alarm_open' : index}
      WHERE ${all.join(' AND ')} ORDER BY ${key} ${direction}, id ${direction}`,
    parameters: {
      ...parameters,
      through,
      ...(after && { afterKey: after[0], afterId: after[1] }),
    },
  };
}
