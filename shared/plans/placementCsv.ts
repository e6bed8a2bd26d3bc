/** Places of devices as a table: read whole or not at all, with what is wrong of each line. */
import type { PlannedPlacement } from './plan.ts';
import { MAX_PLACEMENTS } from './plan.ts';

/** Columns by what spreadsheets call them; the first four have to be there. */
export const CSV_COLUMNS = ['device', 'floor', 'x', 'y', 'name', 'panel', 'branch'] as const;
type Column = (typeof CSV_COLUMNS)[number];
const NEEDED: readonly Column[] = ['device', 'floor', 'x', 'y'];

const HEADERS: Readonly<Record<string, Column>> = {
  device: 'device',
  deviceid: 'device',
  감지기: 'device',
  감지기id: 'device',
  floor: 'floor',
  층: 'floor',
  x: 'x',
  xm: 'x',
  'x(m)': 'x',
  y: 'y',
  ym: 'y',
  'y(m)': 'y',
  name: 'name',
  이름: 'name',
  panel: 'panel',
  분전반: 'panel',
  branch: 'branch',
  분기: 'branch',
};

const CSV_PROBLEMS = [
  'empty',
  'columnMissing',
  'unknownDevice',
  'unknownFloor',
  'notANumber',
  'outside',
  'twice',
  'tooLong',
  'tooMany',
  'quote',
] as const;
export type CsvProblem = (typeof CSV_PROBLEMS)[number];

interface CsvFault {
  /** From 1, as a spreadsheet counts. */
  readonly line: number;
  readonly problem: CsvProblem;
  /** What stands there, or which column is missing. */
  readonly value: string;
}

interface CsvFloor {
  readonly id: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly widthM: number;
  readonly heightM: number;
}

export interface ReadPlacements {
  /** Empty when there is any fault: nothing is half done. */
  readonly placements: readonly PlannedPlacement[];
  readonly faults: readonly CsvFault[];
}

const LONGEST = 64;
const LONGEST_NAME = 80;

export function readPlacements(
  text: string,
  floors: readonly CsvFloor[],
  devices: ReadonlySet<string>,
): ReadPlacements {
  const rows = csvRows(text);
  if (rows === null) return failed({ line: 1, problem: 'quote', value: '"' });
  const [head, ...body] = rows;
  if (head === undefined || body.length === 0)
    return failed({ line: 1, problem: 'empty', value: '' });
  if (body.length > MAX_PLACEMENTS)
    return failed({ line: MAX_PLACEMENTS + 2, problem: 'tooMany', value: String(body.length) });
  const columns = head.cells.map((cell) => HEADERS[cell.toLowerCase().replaceAll(/[\s_]/g, '')]);
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      placements: [],
      faults: missing.map((value) => ({ line: 1, problem: 'columnMissing', value })),
    };
  const faults: CsvFault[] = [];
  const placements: PlannedPlacement[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of body) {
    const of = (column: Column) => cells[columns.indexOf(column)]?.trim() ?? '';
    const before = faults.length;
    const fault = (problem: CsvProblem, value: string) => faults.push({ line, problem, value });
    const deviceId = of('device').replace(/^'/, '');
    const floor = floors.find(({ id, name }) => [id, name.ko, name.en].includes(of('floor')));
    const xM = metres(of('x'));
    const yM = metres(of('y'));
    if (!devices.has(deviceId)) fault('unknownDevice', deviceId);
    if (seen.has(deviceId)) fault('twice', deviceId);
    if (floor === undefined) fault('unknownFloor', of('floor'));
    if (xM === null) fault('notANumber', of('x'));
    if (yM === null) fault('notANumber', of('y'));
    for (const [column, longest] of [
      ['name', LONGEST_NAME],
      ['panel', LONGEST],
      ['branch', LONGEST],
    ] as const)
      if (of(column).length > longest) fault('tooLong', of(column).slice(0, 20));
    if (floor !== undefined && xM !== null && yM !== null)
      if (xM < 0 || yM < 0 || xM > floor.widthM || yM > floor.heightM)
        fault('outside', `${xM}, ${yM}`);
    seen.add(deviceId);
    if (faults.length > before || floor === undefined || xM === null || yM === null) continue;
    placements.push({
      deviceId,
      floorId: floor.id,
      xM,
      yM,
      // An empty cell says nothing; a value that is there stays.
      ...(of('name') !== '' && { name: of('name') }),
      ...(of('panel') !== '' && { upstreamPanel: of('panel') }),
      ...(of('branch') !== '' && { branch: of('branch') }),
    });
  }
  return faults.length > 0 ? { placements: [], faults } : { placements, faults };
}

const failed = (fault: CsvFault): ReadPlacements => ({ placements: [], faults: [fault] });

/** Decimal commas are a comma here: only a point is read. */
function metres(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** RFC 4180, with tabs as well, as a spreadsheet puts them on the clipboard. Null for a quote that never ends. */
function csvRows(text: string): readonly Row[] | null {
  const rows: Row[] = [];
  const body = text.replace(/^\uFEFF/, '');
  const tab = body.slice(0, body.search(/[\r\n]|$/)).includes('\t');
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    cell = '';
    began = line;
  };
  for (let i = 0; i < body.length; i++) {
    const sign = body[i];
    if (sign === '\n') line++;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body[i + 1] === '"') cell += body[++i];
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === (tab ? '\t' : ',')) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) return null;
  endRow();
  return rows;
}
