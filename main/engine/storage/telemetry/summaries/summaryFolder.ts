/** The folder of summaries: a file for each month. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { dayOfMonth, openSummariesForReading, openSummariesForWriting } from './summaryFile.ts';

const MONTH_NAME = /^(\d{4}-\d{2})\.db$/;

/** @param day as YYYY-MM-DD */
export function summaryPath(dir: string, day: string): string {
  return path.join(dir, `${day.slice(0, 7)}.db`);
}

/** Oldest first. */
export function listMonths(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .flatMap((name) => MONTH_NAME.exec(name)?.[1] ?? [])
    .sort();
}

/** The days of which a month's file has the summaries. @throws when it can't be read. */
export function summarisedDays(dir: string, month: string): string[] {
  const db = openSummariesForReading(path.join(dir, `${month}.db`));
  try {
    const days = db.prepare<[], number>('SELECT day FROM day ORDER BY day').pluck().all();
    return days.map((day) => `${month}-${String(day).padStart(2, '0')}`);
  } finally {
    db.close();
  }
}

export function summaryBytes(dir: string): number {
  return listMonths(dir).reduce(
    (sum, month) =>
      sum + (statSync(path.join(dir, `${month}.db`), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Deletes the months of which every day is before this one, with what a repair left beside them. @returns them. */
export function deleteMonthsBefore(dir: string, day: string): string[] {
  const month = day.slice(0, 7);
  const old = listMonths(dir).filter((other) => other < month);
  for (const name of existsSync(dir) ? readdirSync(dir) : [])
    if (old.some((other) => name.startsWith(`${other}.db`)))
      rmSync(path.join(dir, name), { force: true });
  return old;
}

/** Has the day summarised again. What there is of it stays until then. @throws what SQLite says */
export function forgetDay(dir: string, day: string): void {
  const db = openSummariesForWriting(summaryPath(dir, day));
  try {
    db.prepare('DELETE FROM day WHERE day = ?').run(dayOfMonth(day));
  } finally {
    db.close();
  }
}
