import { z } from 'zod';
import type { DeskSummary } from '#shared/desktop/summary.ts';

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** When the program may stop watching for a minute, in the machine's own time. */
export const MaintenanceWindow = z
  .strictObject({
    /** 0 is Sunday; every day unless given. Of a window past midnight, the day on which it begins. */
    days: z.array(z.number().int().min(0).max(6)).min(1).exactOptional(),
    from: TimeOfDay,
    to: TimeOfDay,
  })
  .refine(({ from, to }) => from !== to, { message: 'from and to must differ', path: ['to'] });
export type MaintenanceWindow = z.output<typeof MaintenanceWindow>;

const DAY = 1440;

export function isInWindow({ days, from, to }: MaintenanceWindow, at: Date): boolean {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const now = at.getHours() * 60 + at.getMinutes();
  const length = (minutes(to) - minutes(from) + DAY) % DAY;
  const into = (now - minutes(from) + DAY) % DAY;
  if (into >= length) return false;
  const began = now >= minutes(from) ? at.getDay() : (at.getDay() + 6) % 7;
  return days === undefined || days.includes(began);
}

export type Obstacle = 'fire' | 'unknown' | 'outsideWindow';

/**
 * What keeps an update from being installed now. A fire alarm that is not over keeps everything, and so does not knowing
 * of one; only the window may be passed over, by a person.
 * @param window null: none was set, so nothing is installed without a person
 */
export function obstacle(
  summary: DeskSummary | null,
  window: MaintenanceWindow | null,
  at: Date,
): Obstacle | null {
  if (summary === null) return 'unknown';
  if (summary.openFire > 0) return 'fire';
  return window !== null && isInWindow(window, at) ? null : 'outsideWindow';
}
