/** What the desk says about itself. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { base } from './base.ts';
import type { QuarantineEntry, SystemReport } from './views.ts';

export const system = {
  report: base.output(type<SystemReport>()),
  quarantine: base
    .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }))
    .output(type<readonly QuarantineEntry[]>()),
  thresholds: base.output(type<Thresholds>()),
};
