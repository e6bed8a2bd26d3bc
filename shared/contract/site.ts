/** The building that this desk watches: what it is called, and whose clock the screens show. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { base, Session } from './base.ts';
import type { SiteView } from './connectionViews.ts';

const Name = z.string().trim().min(1).max(80);

export const site = {
  get: base.output(type<SiteView>()),
  /** An administrator's, and no simulated building's. Holds at once, for screens, schedules and messages. */
  save: base
    .input(
      z.object({
        session: Session,
        name: z.strictObject({ ko: Name, en: Name }),
        /** An IANA name; CONFLICT when this machine doesn't know it. */
        timeZone: z.string().min(1).max(64),
      }),
    )
    .output(type<SiteView>()),
};
