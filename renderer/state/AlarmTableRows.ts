/**
 * The rows of the alarm table: which there are, where each is, and what has become of those that are shown.
 *
 * What is shown is what was found at one moment. Rows change where they stand; what came since and what no longer matches
 * is counted and shown only when it is asked for, because a row that moves under the hand is acknowledged by mistake.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmFilter, AlarmSort, SortOrder } from '#shared/alarms/alarmTable.ts';
import type { AlarmCursor, AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type FailureCode, failureOf, type Request } from './engineClient.ts';

export interface TableQuestion {
  readonly filter: AlarmFilter;
  readonly sort: AlarmSort;
  readonly order: SortOrder;
}

/** Rows of one page: a few screens of them. */
export const PAGE_ROWS = 200;
/** Pages that are kept: what is further away is read again. */
const MOST_PAGES = 40;
/** Who types or tries filters is not there yet: counting looks at every row. */
const COUNT_MS = 300;
/** Changes come in bursts, and one look tells of all of them. */
const CHANGES_MS = 700;

export interface TableRowsState {
  /** What the rows answer; null before the first answer. */
  readonly question: TableQuestion | null;
  /** A new answer is on its way; what is shown until then is the old one. */
  readonly loading: boolean;
  /** Why something could not be read; what is shown is older. Null when all went well. */
  readonly failed: FailureCode | null;
  /** The engine's time when the first page was read. */
  readonly readAt: EpochMs | null;
  /** Null while they are counted, and where that took too long. */
  readonly total: number | null;
  readonly counting: boolean;
  /** How many are known to be there, counted or not. */
  readonly known: number;
  readonly pages: ReadonlyMap<number, readonly AlarmTableRow[]>;
  /** Newer versions of rows. */
  readonly fresh: ReadonlyMap<string, AlarmTableRow>;
  /** Rows that the filter would no longer find. */
  readonly left: ReadonlySet<string>;
  /** Alarms that came since and would be shown. */
  readonly arrived: number;
}

const NOTHING: TableRowsState = {
  question: null,
  loading: false,
  failed: null,
  readAt: null,
  total: null,
  counting: false,
  known: 0,
  pages: new Map(),
  fresh: new Map(),
  left: new Set(),
  arrived: 0,
};

export interface TableRowsParts {
  readonly request: Request;
  /** The engine's time. */
  readonly now: () => EpochMs;
  readonly wait: (ms: number) => Promise<void>;
}

export class AlarmTableRows {
  readonly state: StoreApi<TableRowsState>;
  readonly #parts: TableRowsParts;
  /** Counts the questions, so that a late answer to an older one is recognised. */
  #asked = 0;
  /** Counts the answers that were shown: what is read for one of them means nothing in the next. */
  #shown = 0;
  #through = 0;
  /** Where each page but the first begins, as far as it is known. */
  #starts: (AlarmCursor | undefined)[] = [];
  #reading = new Set<number>();
  #wanted: readonly [first: number, last: number] = [0, 0];
  #changed = false;
  #looking = false;

  constructor(parts: TableRowsParts) {
    this.#parts = parts;
    this.state = createStore<TableRowsState>(() => NOTHING);
  }

  /** The row as it is now; undefined while its page is not here. */
  static rowAt({ pages, fresh }: TableRowsState, index: number): AlarmTableRow | undefined {
    const row = pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
    return row && (fresh.get(row.alarm.id) ?? row);
  }

  /** Asks anew; what is shown stays until the answer is there. */
  async ask(question: TableQuestion): Promise<void> {
    const asked = ++this.#asked;
    this.state.setState({ loading: true });
    try {
      const page = await this.#parts.request((client, options) =>
        client.alarmTable.page({ ...question, limit: PAGE_ROWS }, options),
      );
      if (asked !== this.#asked) return;
      const shown = ++this.#shown;
      this.#through = page.through;
      this.#starts = page.next === null ? [] : [undefined, page.next];
      this.#reading = new Set();
      const whole = page.next === null;
      this.state.setState(
        {
          ...NOTHING,
          question,
          readAt: this.#parts.now(),
          total: whole ? page.rows.length : null,
          counting: !whole,
          // One more than there is room for, so that scrolling there asks for it.
          known: page.rows.length + (whole ? 0 : 1),
          pages: new Map([[0, page.rows]]),
        },
        true,
      );
      if (!whole) await this.#count(question, shown);
    } catch (error) {
      if (asked === this.#asked)
        this.state.setState({ loading: false, failed: failureOf(error).code });
    }
  }

  /** Rows that are on the screen, or nearly. */
  need(first: number, last: number): void {
    this.#wanted = [first, last];
    const { question, pages } = this.state.getState();
    if (question === null) return;
    for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page++)
      if (!pages.has(page) && !this.#reading.has(page)) void this.#read(question, page);
  }

  /** Something of some alarm or incident changed: looks at what is shown, before long. */
  noticed(): void {
    this.#changed = true;
    if (!this.#looking) void this.#look();
  }

  /** Ends everything that is on its way; nothing is asked any more. */
  stop(): void {
    this.#asked++;
    this.#shown++;
    this.#changed = false;
  }

  async #count(question: TableQuestion, shown: number): Promise<void> {
    await this.#parts.wait(COUNT_MS);
    if (shown !== this.#shown) return;
    const outline = await this.#parts
      .request((client, options) =>
        client.alarmTable.outline(
          { ...question, through: this.#through, step: PAGE_ROWS },
          options,
        ),
      )
      // The rows are there all the same, and further ones follow as they are scrolled to.
      .catch(() => null);
    if (shown !== this.#shown) return;
    if (outline === null) return this.state.setState({ counting: false });
    this.#starts = [undefined, ...outline.starts];
    this.state.setState({ total: outline.total, counting: false, known: outline.total });
    this.need(...this.#wanted);
  }

  async #read(question: TableQuestion, page: number): Promise<void> {
    const after = this.#starts[page];
    // Its place is not known yet; counting will tell.
    if (page > 0 && after === undefined) return;
    const shown = this.#shown;
    this.#reading.add(page);
    try {
      const answer = await this.#parts.request((client, options) =>
        client.alarmTable.page(
          { ...question, through: this.#through, ...(after && { after }), limit: PAGE_ROWS },
          options,
        ),
      );
      if (shown !== this.#shown) return;
      this.#reading.delete(page);
      this.#starts[page + 1] ??= answer.next ?? undefined;
      this.state.setState((state) => ({
        failed: null,
        pages: nearest(new Map(state.pages).set(page, answer.rows), page),
        known: Math.max(
          state.known,
          page * PAGE_ROWS + answer.rows.length + (state.total === null && answer.next ? 1 : 0),
        ),
      }));
    } catch (error) {
      if (shown !== this.#shown) return;
      this.#reading.delete(page);
      this.state.setState({ failed: failureOf(error).code });
    }
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#changed) {
        await this.#parts.wait(CHANGES_MS);
        if (!this.#changed) return;
        this.#changed = false;
        await this.#lookOnce();
      }
    } finally {
      this.#looking = false;
    }
  }

  async #lookOnce(): Promise<void> {
    const { question, loading } = this.state.getState();
    // The answer that is on its way may be from before the change.
    if (loading) this.#changed = true;
    if (loading || question === null) return;
    const shown = this.#shown;
    const alarmIds = this.#shownIds();
    try {
      const { arrived, rows, left } = await this.#parts.request((client, options) =>
        client.alarmTable.changes({ ...question, through: this.#through, alarmIds }, options),
      );
      if (shown !== this.#shown) return;
      this.state.setState((state) => {
        const fresh = new Map(state.fresh);
        for (const row of rows) fresh.set(row.alarm.id, row);
        const gone = new Set(state.left);
        for (const id of alarmIds) gone.delete(id);
        for (const id of left) gone.add(id);
        return { arrived, fresh, left: gone, failed: null };
      });
    } catch (error) {
      if (shown === this.#shown) this.state.setState({ failed: failureOf(error).code });
    }
  }

  #shownIds(): string[] {
    const state = this.state.getState();
    const [first, last] = this.#wanted;
    const ids: string[] = [];
    for (let index = first; index <= last && ids.length < PAGE_ROWS; index++) {
      const row = AlarmTableRows.rowAt(state, index);
      if (row) ids.push(row.alarm.id);
    }
    return ids;
  }
}

/** Without the pages that are furthest away, when there are too many. */
function nearest(
  pages: Map<number, readonly AlarmTableRow[]>,
  page: number,
): ReadonlyMap<number, readonly AlarmTableRow[]> {
  const far = [...pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
  for (const one of far.slice(0, Math.max(0, pages.size - MOST_PAGES))) pages.delete(one);
  return pages;
}
