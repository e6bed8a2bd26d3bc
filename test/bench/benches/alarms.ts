/** What the table of all alarms costs: pages and counts over very many, each as a multiple of a page that finds nothing. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { AlarmTable } from '#engine/alarms/table/AlarmTable.ts';
import { AlarmViews } from '#engine/alarms/table/AlarmViews.ts';
import { createLog } from '#engine/log.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import type { AlarmFilter, AlarmSort } from '#shared/alarms/alarmTable.ts';
import type { AlarmCursor } from '#shared/contract/alarmTableViews.ts';
import { manyAlarms, STANDING, storeAlarms } from '../../support/storedAlarms.ts';
import { defineBench, progress } from '../defineBench.ts';
import { round } from '../measure.ts';
import { benchFolder } from '../parts/packedDay.ts';

const PAGE = 200;
/** Of the newest, as many stand. */
const STAND = 300;

interface Case {
  readonly filter?: AlarmFilter;
  readonly sort?: AlarmSort;
  /** From the middle of what there is. */
  readonly deep?: true;
}

const CASES: Readonly<Record<string, Case>> = {
  newest: {},
  fromTheMiddle: { deep: true },
  mostUrgent: { sort: 'urgency' },
  latestEnded: { sort: 'ended' },
  standing: { filter: { states: ['unacknowledged'] }, sort: 'urgency' },
  commonFilter: { filter: { classes: ['fire'], priorities: ['CRITICAL'] } },
  rareFilter: { filter: { acknowledgedBy: 'nobody of this name' } },
  textThatIsNowhere: { filter: { text: 'nowhere 3층' } },
};

export const bench = defineBench({
  options: {
    alarms: { default: 1_000_000, what: 'alarms in the database' },
    'evidence-bytes': { default: 300, what: 'evidence of each; a fire alarm has some 10,000' },
    repetitions: { default: 9, what: 'how often each question is asked; the middle one counts' },
  },
  async run({ alarms, 'evidence-bytes': evidence, repetitions }) {
    const { dir, remove } = benchFolder('alarms');
    try {
      const full = await room(path.join(dir, 'full.db'), alarms, evidence);
      const empty = await room(path.join(dir, 'empty.db'), 0, 0);
      const base = await middle(repetitions, () => page(empty, {}));
      const times: Record<string, unknown> = {};
      const through = (await page(full, {})).through;
      const outline = await full.outline({ ...question({}), through, step: PAGE });
      if (outline.total !== alarms) throw new Error(`${outline.total} of ${alarms} alarms counted`);
      const half = outline.starts[Math.floor(outline.starts.length / 2)];
      for (const [name, asked] of Object.entries(CASES)) {
        const ms = await middle(repetitions, () => page(full, asked, asked.deep && half));
        times[name] = { milliseconds: round(ms, 2), timesEmpty: round(ms / base, 1) };
      }
      const count = await middle(Math.min(3, repetitions), () =>
        full.outline({ ...question({}), through, step: PAGE }),
      );
      await Promise.all([full.close(), empty.close()]);
      return {
        alarms,
        emptyPageMilliseconds: round(base, 2),
        pages: times,
        countWithEveryPagesPlace: {
          milliseconds: round(count, 1),
          timesEmpty: round(count / base, 1),
        },
      };
    } finally {
      remove();
    }
  },
});

const question = ({ filter = {}, sort = 'onset' }: Case) => ({
  filter,
  sort,
  order: 'desc' as const,
});

const page = (table: AlarmTable, asked: Case, after?: AlarmCursor) =>
  table.page({ ...question(asked), limit: PAGE, ...(after && { after }) });

async function middle(repetitions: number, ask: () => Promise<unknown>): Promise<number> {
  await ask();
  const times: number[] = [];
  for (let n = 0; n < repetitions; n++) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

async function room(file: string, count: number, evidenceBytes: number): Promise<AlarmTable> {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  // Only filled here: what counts is how it is read.
  db.pragma('synchronous = OFF');
  for (const { sql } of MIGRATIONS) db.exec(sql);
  const evidence = JSON.stringify({ assessment: { reasons: [] }, pad: 'x'.repeat(evidenceBytes) });
  storeAlarms(db, stored(count), evidence);
  return new AlarmTable({
    db,
    path: file,
    site: { simulated: false },
    audit: { append: () => undefined },
    views: new AlarmViews({ db, now: Date.now, log: createLog('silent') }),
  });
}

function* stored(count: number) {
  for (let n = 0; n < count; n++) {
    if (n % 100_000 === 0 && n > 0) progress(`${n} alarms stored`);
    // Each of a device of its own: a kind stands only once for a device.
    yield n < count - STAND
      ? manyAlarms(n)
      : { ...manyAlarms(n), ...STANDING, deviceId: `standing-${n}` };
  }
}
