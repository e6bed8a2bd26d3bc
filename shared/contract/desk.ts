/** What the desk shows live. */
import { eventIterator, type } from '@orpc/contract';
import { base } from './base.ts';
import type { FloorView, LiveEvent } from './views.ts';

export const desk = {
  /** A snapshot, then what changed, at most ten events a second and at least one. */
  live: base.output(eventIterator(type<LiveEvent>())),
  floors: base.output(type<readonly FloorView[]>()),
};
