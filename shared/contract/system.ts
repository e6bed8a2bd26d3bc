/** What the desk says about itself. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { base, Time } from './base.ts';
import type { FeedGapView } from './gapViews.ts';
import type { QuarantineEntry, SystemReport } from './views.ts';

export const system = {
  report: base.output(type<SystemReport>()),
  quarantine: base
    .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }))
    .output(type<readonly QuarantineEntry[]>()),
  /** What was missed and touches the span, newest first. */
  gaps: base
    .input(
      z
        .object({ from: Time, to: Time, limit: z.number().int().min(1).max(500).default(100) })
        .refine((q) => q.from < q.to, { message: 'from must be before to', path: ['from'] }),
    )
    .output(type<readonly FeedGapView[]>()),
  thresholds: base.output(type<Thresholds>()),
};
