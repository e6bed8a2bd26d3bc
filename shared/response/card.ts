/** A procedure card: what to do when an alarm of one kind comes, step by step, and by whom. */
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';

/** Who does a step. */
export const STEP_ROLES = [
  /** The person at the desk, or whom they send. */
  'operator',
  /** Whoever may open a panel and switch it off. */
  'electrician',
  /** The fire brigade, by telephone. */
  'emergency',
] as const;
export type StepRole = (typeof STEP_ROLES)[number];

export interface CardStep {
  /** The same id means the same text, in every card and version: a tick stands for what was read. */
  readonly id: string;
  readonly text: { readonly ko: string; readonly en: string };
  /** An incident isn't closed before it is ticked. */
  readonly mandatory: boolean;
  readonly who: StepRole;
}

export type Card = readonly CardStep[];

/** More than this nobody works through; keys tick the first nine. */
export const MAX_STEPS = 20;
export const MAX_STEP_LENGTH = 200;

const CARD_PROBLEMS = [
  'noSteps',
  'tooManySteps',
  /** Both languages are needed: the next shift may read the other one. */
  'textMissing',
  'textTooLong',
  'repeatedStep',
  /** A fire card keeps at least one step that must be done. */
  'fireNeedsMandatory',
] as const;
export type CardProblem = (typeof CARD_PROBLEMS)[number];

/** What an administrator may not save, all of it at once; empty when the card is good. */
export function cardProblems(kind: AlarmKind, card: Card): readonly CardProblem[] {
  const texts = card.flatMap(({ text }) => [text.ko.trim(), text.en.trim()]);
  const korean = card.map(({ text }) => text.ko.trim());
  const found: Readonly<Record<CardProblem, boolean>> = {
    noSteps: card.length === 0,
    tooManySteps: card.length > MAX_STEPS,
    textMissing: texts.some((text) => text === ''),
    textTooLong: texts.some((text) => text.length > MAX_STEP_LENGTH),
    repeatedStep: new Set(korean).size < korean.length,
    fireNeedsMandatory:
      KIND_RULES[kind].alarmClass === 'fire' && !card.some(({ mandatory }) => mandatory),
  };
  return CARD_PROBLEMS.filter((problem) => found[problem]);
}

/** What an editor hands in: a step without an id is new. */
export type EditedStep = Omit<CardStep, 'id'> & { readonly id: string | null };

/**
 * Gives each step its id: the one it had while its words are the same, and a new one as soon as they differ, so that
 * a tick made under the old words never counts for the new ones.
 */
export function withStepIds(
  edited: readonly EditedStep[],
  before: Card,
  newId: () => string,
): Card {
  const known = new Map(before.map((step) => [step.id, step]));
  return edited.map(({ id, text, mandatory, who }) => {
    const tidy = { ko: text.ko.trim(), en: text.en.trim() };
    const same = id === null ? undefined : known.get(id);
    const kept = same?.text.ko === tidy.ko && same.text.en === tidy.en;
    return { id: kept && same ? same.id : newId(), text: tidy, mandatory, who };
  });
}
