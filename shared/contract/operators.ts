/** Who is on duty. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { base, Session } from './base.ts';
import type { OperatorView } from './views.ts';

export const operators = {
  list: base.output(type<readonly OperatorView[]>()),
  /** Starts a shift at this desk; every later act names this person. */
  signOn: base
    .input(
      z.object({ operatorId: z.string().min(1).max(64), desk: z.string().trim().min(1).max(64) }),
    )
    .output(type<{ readonly session: string; readonly operator: OperatorView }>()),
  signOff: base.input(z.object({ session: Session })).output(type<null>()),
  /** Who a stored session belongs to, after a reload; UNAUTHORIZED when it has ended. */
  whoAmI: base.input(z.object({ session: Session })).output(type<OperatorView>()),
  add: base
    .input(
      z.object({
        name: z.string().trim().min(1).max(40),
        role: z.enum(['operator', 'supervisor', 'administrator']).default('operator'),
      }),
    )
    .output(type<OperatorView>()),
};
