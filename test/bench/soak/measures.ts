/** What a soak measures, how much of it may grow, and the verdict. */
import { type Bound, isFlat, type Sample, type Trend, trendOf } from '../judging/trend.ts';
import { round } from '../measure.ts';
import type { FolderFigures, TableFigures } from './folderFigures.ts';
import type { ProcessFigures } from './messages.ts';

const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** One look at the desk, with nothing under way. */
export interface Look {
  /** Simulated. */
  readonly at: number;
  readonly process: ProcessFigures;
  readonly folder: FolderFigures;
  /** A reading from its publisher to the live feed of a page, ms of the machine's clock. */
  readonly liveMs: number;
  /** A day of one device as a page asks for it, ms. */
  readonly timelineMs: number;
}

interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly of: (look: Look) => number;
  readonly bound: Bound;
}

export interface Judged {
  readonly name: string;
  readonly unit: string;
  readonly level: number;
  /** Over the second half of the run. */
  readonly growth: number;
  readonly atLeast: number;
  readonly mayGrow: number;
  readonly flat: boolean;
}

/**
 * Rows that a rule keeps for longer than a soak runs: the record of what people did for ever, alarms and what the model
 * said for months (`shared/archive/periods.ts`). Of these a row may not grow; all other tables may not grow at all.
 */
const KEPT_TABLES: ReadonlySet<string> = new Set([
  'alarm',
  'alarm_event',
  'audit',
  'engine_run',
  'escalation',
  'feed_gap',
  'finding',
  'flood',
  'incident',
  'incident_alarm',
  'incident_event',
  'meter_count',
  'meter_hour',
  'meter_source',
  'meter_wait',
  'model_case',
  'model_device_week',
  'model_hour',
  'notification',
  'notification_attempt',
  'notification_delivery',
  'operator_session',
  'response_card',
  'response_tick',
  'shift_entry',
]);

const MEMORY = { share: 0.05, floor: 4 };
const HANDLES = { share: 0.02, floor: 2 };
const DISK = { share: 0.1, floor: 1 };
/** Times on a shared machine wander. */
const TIME = { share: 0.25, floor: 2 };

const MEASURES: readonly Measure[] = [
  { name: 'resident memory', unit: 'MB', of: (l) => mb(l.process.residentBytes), bound: MEMORY },
  { name: 'heap', unit: 'MB', of: (l) => mb(l.process.heapBytes), bound: { ...MEMORY, floor: 1 } },
  {
    name: 'external',
    unit: 'MB',
    of: (l) => mb(l.process.externalBytes),
    bound: { ...MEMORY, floor: 1 },
  },
  { name: 'open files', unit: '', of: (l) => l.process.openFiles, bound: HANDLES },
  { name: 'threads', unit: '', of: (l) => l.process.threads, bound: HANDLES },
  { name: 'handles', unit: '', of: (l) => l.process.handles, bound: HANDLES },
  {
    name: 'write-ahead logs',
    unit: 'MB',
    of: (l) => mb(l.folder.walBytes),
    bound: { share: 0.25, floor: 4 },
  },
  { name: 'telemetry', unit: 'MB', of: (l) => mb(l.folder.telemetryBytes), bound: DISK },
  { name: 'predictions', unit: 'MB', of: (l) => mb(l.folder.predictionBytes), bound: DISK },
  { name: 'files', unit: '', of: (l) => l.folder.files, bound: { share: 0, floor: 4 } },
  { name: 'CPU of a reading', unit: 'µs', of: (l) => l.process.cpuMicrosecondsEach, bound: TIME },
  {
    name: 'event loop held up (p99)',
    unit: 'ms',
    of: (l) => l.process.heldUpMs,
    bound: { share: 0.5, floor: 20 },
  },
  { name: 'publisher to page', unit: 'ms', of: (l) => l.liveMs, bound: { share: 0.25, floor: 25 } },
  {
    name: 'a day of a device',
    unit: 'ms',
    of: (l) => l.timelineMs,
    bound: { share: 0.5, floor: 5 },
  },
];

/** Every table of the control room that has rows: by the row where a rule keeps them, by its size where none does. */
function tableMeasures(looks: readonly Look[]): Measure[] {
  const names = new Set(looks.flatMap(({ folder }) => Object.keys(folder.tables)));
  const of = (look: Look, name: string): TableFigures =>
    look.folder.tables[name] ?? { rows: 0, bytes: 0 };
  return [...names].sort().map((name) =>
    KEPT_TABLES.has(name)
      ? {
          name: `a row of ${name}`,
          unit: 'bytes',
          of: (look) => of(look, name).bytes / Math.max(1, of(look, name).rows),
          bound: { share: 0.1, floor: 64 },
        }
      : {
          name: `table ${name}`,
          unit: 'kB',
          of: (look) => of(look, name).bytes / 1024,
          bound: { share: 0.1, floor: 32 },
        },
  );
}

/** @throws RangeError when the run was too short to be judged */
export function judge(looks: readonly Look[]): readonly Judged[] {
  return [...MEASURES, ...tableMeasures(looks)].map(({ name, unit, of, bound }) => {
    const trend = trendOf(seriesOf(looks, of), DAY_MS);
    return {
      name,
      unit,
      level: round(trend.level, 2),
      growth: round(trend.growth, 3),
      atLeast: round(trend.atLeast, 3),
      mayGrow: round(mayGrow(trend, bound), 3),
      flat: isFlat(trend, bound),
    };
  });
}

/** The curves of the picture: what is not a table. */
export function curves(
  looks: readonly Look[],
): readonly { name: string; unit: string; samples: readonly Sample[] }[] {
  return MEASURES.map(({ name, unit, of }) => ({ name, unit, samples: seriesOf(looks, of) }));
}

const seriesOf = (looks: readonly Look[], of: (look: Look) => number): Sample[] =>
  looks.map((look) => ({ at: look.at, value: of(look) }));

const mayGrow = ({ level }: Trend, { share, floor }: Bound): number =>
  Math.max(floor, share * Math.abs(level));

const mb = (bytes: number): number => bytes / MEGABYTE;
