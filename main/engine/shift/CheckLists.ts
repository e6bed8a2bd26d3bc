import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type {
  CheckAnswer,
  CheckHistoryEntry,
  CheckItemView,
  CheckListView,
  OwnCheckItem,
} from '#shared/contract/shiftViews.ts';
import {
  CHECK_ITEMS,
  CHECK_LISTS,
  CHECK_LISTS_VERSION,
  type CheckFigure,
  type CheckFigureKey,
  type CheckListName,
  type CheckPeriod,
  periodOf,
} from '#shared/shift/checkLists.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { CheckStore } from './CheckStore.ts';

/** How many periods the history goes back. */
const HISTORY: Readonly<Record<CheckListName, number>> = { daily: 31, weekly: 13, monthly: 12 };
/** Items of the site's own, for each list: more would be read by nobody. */
const MAX_OWN_ITEMS = 30;

export type CheckRefusal =
  /** The period is over, or never was the present one. */
  | 'otherPeriod'
  | 'alreadySigned'
  | 'noSuchItem'
  /** Items without an answer. */
  | 'incomplete'
  | 'tooManyItems';

export interface CheckParts {
  readonly db: Database.Database;
  readonly now: () => EpochMs;
  readonly timeZone: () => string;
  readonly audit: AuditChain;
  readonly figureOf: (key: CheckFigureKey) => CheckFigure | null;
  /** When this desk was first watched: what was due before is nobody's omission. */
  readonly firstAt: EpochMs;
}

/** The daily, weekly and monthly lists: answered item by item, then signed and frozen. */
export class CheckLists {
  readonly #parts: CheckParts;
  readonly #store: CheckStore;
  readonly #periodsNow = new Map<
    CheckListName,
    { readonly zone: string; readonly period: CheckPeriod }
  >();

  constructor(parts: CheckParts) {
    this.#parts = parts;
    this.#store = new CheckStore(parts.db);
  }

  /** The lists of the present periods. */
  current(): readonly CheckListView[] {
    return CHECK_LISTS.map((list) => this.#view(list, this.#period(list)));
  }

  /** A list as it was signed; undefined when it never was. */
  signed(list: CheckListName, period: string): CheckListView | undefined {
    const row = this.#store.signature(list, period);
    if (!row) return undefined;
    return {
      list,
      period: periodOf(list, row.at, this.#parts.timeZone()),
      overdue: false,
      items: row.items,
      signature: row.signature,
      version: row.version,
    };
  }

  overdue(): readonly CheckListName[] {
    return CHECK_LISTS.filter((list) => this.#isOverdue(list, this.#period(list)));
  }

  /** Changes when a period begins and when a list becomes due: then what is shown of them is no longer true. */
  periods(): string {
    return CHECK_LISTS.map((list) => {
      const { key, dueAt } = this.#period(list);
      return `${key} ${this.#parts.now() > dueAt}`;
    }).join(' ');
  }

  answer(
    request: {
      readonly list: CheckListName;
      readonly period: string;
      readonly itemId: string;
      readonly state: CheckAnswer['state'];
      readonly note: string | null;
    },
    by: Caller,
  ): CheckRefusal | null {
    const { list, period, itemId, state, note } = request;
    return this.#parts.db
      .transaction((): CheckRefusal | null => {
        const refusal = this.#mayChange(list, period);
        if (refusal) return refusal;
        const item = this.#items(list).find(({ id }) => id === itemId);
        if (!item) return 'noSuchItem';
        const { figure } = item;
        const at = this.#parts.now();
        this.#store.addAnswer(
          list,
          period,
          itemId,
          { state, note, figure, at, by: by.operator },
          by.desk,
        );
        this.#parts.audit.append({
          by,
          action: 'check.answer',
          subject: `${list}/${period}/${itemId}`,
          detail: { state, note },
        });
        return null;
      })
      .immediate();
  }

  /** Signs the list as it stands. Nothing of it can be changed after. */
  sign(list: CheckListName, period: string, by: Caller): CheckRefusal | null {
    const { db, now, audit } = this.#parts;
    return db
      .transaction((): CheckRefusal | null => {
        const refusal = this.#mayChange(list, period);
        if (refusal) return refusal;
        const view = this.#view(list, this.#period(list));
        if (view.items.some(({ answer }) => answer === null || answer.state === 'open'))
          return 'incomplete';
        const at = now();
        const { dueAt } = view.period;
        const problems = view.items.filter(({ answer }) => answer?.state === 'problem');
        audit.append({
          by,
          action: 'check.sign',
          subject: `${list}/${period}`,
          detail: {
            late: at > dueAt,
            version: view.version,
            problems: problems.map(({ id }) => id),
          },
        });
        const head = audit.head();
        this.#store.sign(list, period, view, { at, dueAt, by, head });
        return null;
      })
      .immediate();
  }

  /** Past periods, newest first; those that nobody signed too. */
  history(): readonly CheckHistoryEntry[] {
    const entries = CHECK_LISTS.flatMap((list) => {
      const past: CheckHistoryEntry[] = [];
      let period = this.#before(list, this.#period(list));
      while (past.length < HISTORY[list] && period.dueAt >= this.#parts.firstAt) {
        const row = this.#store.signature(list, period.key);
        const problems = row?.items.filter(({ answer }) => answer?.state === 'problem') ?? [];
        past.push({
          list,
          period: period.key,
          signature: row?.signature ?? null,
          problems: problems.length,
        });
        period = this.#before(list, period);
      }
      return past;
    });
    return entries.sort((a, b) => (a.period < b.period ? 1 : Number(a.period > b.period) * -1));
  }

  ownItems(): readonly OwnCheckItem[] {
    return this.#store.ownItems();
  }

  addItem(list: CheckListName, text: string, by: Caller): CheckRefusal | null {
    const { db, now, audit } = this.#parts;
    return db
      .transaction((): CheckRefusal | null => {
        const own = this.#store.ownItems().filter((item) => item.list === list);
        if (own.length >= MAX_OWN_ITEMS) return 'tooManyItems';
        const id = `own-${randomUUID()}`;
        this.#store.addItem({ id, list, text, addedAt: now(), addedBy: by.operator });
        audit.append({ by, action: 'check.addItem', subject: id, detail: { list, text } });
        return null;
      })
      .immediate();
  }

  /** From now on the item is asked no more. Lists that were signed keep it. */
  retireItem(id: string, by: Caller): CheckRefusal | null {
    const { db, now, audit } = this.#parts;
    return db
      .transaction((): CheckRefusal | null => {
        if (!this.#store.retireItem(id, now(), by.operator)) return 'noSuchItem';
        audit.append({ by, action: 'check.retireItem', subject: id });
        return null;
      })
      .immediate();
  }

  #view(list: CheckListName, period: CheckPeriod): CheckListView {
    const signed = this.#store.signature(list, period.key);
    const answers = this.#store.answers(list, period.key);
    return {
      list,
      period,
      overdue: this.#isOverdue(list, period),
      items:
        signed?.items ??
        this.#items(list).map((item) => ({ ...item, answer: answers.get(item.id) ?? null })),
      signature: signed?.signature ?? null,
      version: signed?.version ?? CHECK_LISTS_VERSION,
    };
  }

  #items(list: CheckListName): readonly Omit<CheckItemView, 'answer'>[] {
    return [
      ...CHECK_ITEMS[list].map(({ id, section, figure }) => ({
        id,
        section,
        text: null,
        figure: figure === null ? null : this.#parts.figureOf(figure),
      })),
      ...this.#store
        .ownItems()
        .filter((own) => own.list === list)
        .map(({ id, text }) => ({ id, section: null, text, figure: null })),
    ];
  }

  #mayChange(list: CheckListName, period: string): CheckRefusal | null {
    if (this.#period(list).key !== period) return 'otherPeriod';
    return this.#store.signature(list, period) ? 'alreadySigned' : null;
  }

  #isOverdue(list: CheckListName, { key, dueAt }: CheckPeriod): boolean {
    const { now, firstAt } = this.#parts;
    return now() > dueAt && dueAt >= firstAt && !this.#store.signature(list, key);
  }

  /** Kept while it lasts: asked for with every status, and the calendar of a zone is dear. */
  #period(list: CheckListName): CheckPeriod {
    const { now, timeZone } = this.#parts;
    const [at, zone] = [now(), timeZone()];
    const known = this.#periodsNow.get(list);
    if (known?.zone === zone && at >= known.period.from && at < known.period.to)
      return known.period;
    const period = periodOf(list, at, zone);
    this.#periodsNow.set(list, { zone, period });
    return period;
  }

  #before(list: CheckListName, { from }: CheckPeriod): CheckPeriod {
    return periodOf(list, from - 1, this.#parts.timeZone());
  }
}
