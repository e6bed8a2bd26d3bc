/** The cards of an incident's kinds as one list to tick: what two cards ask for in the same words is done once. */
import {
  ALARM_CLASSES,
  ALARM_KINDS,
  ALARM_PRIORITIES,
  type AlarmKind,
} from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Card, CardStep } from './card.ts';

/** A card as it was when the alarm began: an edit changes nothing for those who are answering already. */
export interface FrozenCard {
  readonly kind: AlarmKind;
  readonly version: number;
  readonly steps: Card;
}

export interface Tick {
  readonly by: string;
  readonly desk: string;
  readonly at: EpochMs;
  readonly note: string | null;
}

export interface SheetStep extends CardStep {
  /** Whose cards ask for it. */
  readonly kinds: readonly AlarmKind[];
  readonly ticked: Tick | null;
}

export type TickChange = Tick & { readonly stepId: string; readonly type: 'tick' | 'untick' };

/** What is ticked now. @param changes in the order in which they were made */
export function ticksOf(changes: readonly TickChange[]): ReadonlyMap<string, Tick> {
  const ticks = new Map<string, Tick>();
  for (const { stepId, type, by, desk, at, note } of changes) {
    if (type === 'tick') ticks.set(stepId, { by, desk, at, note });
    else ticks.delete(stepId);
  }
  return ticks;
}

const URGENT_FIRST: readonly AlarmKind[] = [...ALARM_KINDS].sort(
  (a, b) =>
    ALARM_CLASSES.indexOf(KIND_RULES[a].alarmClass) -
      ALARM_CLASSES.indexOf(KIND_RULES[b].alarmClass) ||
    ALARM_PRIORITIES.indexOf(KIND_RULES[a].priority) -
      ALARM_PRIORITIES.indexOf(KIND_RULES[b].priority),
);

/** The most urgent kind's card first, in its own order; then what the others ask for besides. */
export function sheetOf(
  cards: readonly FrozenCard[],
  ticks: ReadonlyMap<string, Tick>,
): readonly SheetStep[] {
  const urgentFirst = [...cards].sort(
    (a, b) => URGENT_FIRST.indexOf(a.kind) - URGENT_FIRST.indexOf(b.kind),
  );
  const steps = new Map<string, SheetStep>();
  for (const { kind, steps: card } of urgentFirst) {
    for (const step of card) {
      const known = steps.get(step.id);
      steps.set(step.id, {
        ...(known ?? { ...step, ticked: ticks.get(step.id) ?? null }),
        mandatory: step.mandatory || (known?.mandatory ?? false),
        kinds: [...(known?.kinds ?? []), kind],
      });
    }
  }
  return [...steps.values()];
}
