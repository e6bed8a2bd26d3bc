/** The model's limits as they are typed: shares in percent. */
import {
  MODEL_LIMIT_RANGES,
  type ModelLimits,
  modelLimitsSchema,
} from '#shared/prediction/monitoring/limits.ts';

export type LimitKey = keyof ModelLimits;
export type TypedLimits = Readonly<Record<LimitKey, string>>;

/** In the order of the form. */
export const LIMIT_KEYS = [
  'accuracy',
  'precision',
  'recall',
  'falseAlarmRate',
  'psi',
  'shiftedFeatures',
  'hours',
] as const satisfies readonly LimitKey[];

export const isPercent = (name: LimitKey): boolean => name !== 'psi' && name !== 'hours';

export function typedOf(limits: ModelLimits): TypedLimits {
  return typedFrom((name) =>
    String(isPercent(name) ? Math.round(limits[name] * 1_000) / 10 : limits[name]),
  );
}

/** @returns what was typed as limits, null while something of it can't be one; and which. */
export function limitsOf(typed: TypedLimits): {
  readonly value: ModelLimits | null;
  readonly wrong: readonly LimitKey[];
} {
  const wrong = LIMIT_KEYS.filter((name) => {
    const number = Number(typed[name]);
    const { least, most } = MODEL_LIMIT_RANGES[name];
    const fits =
      number >= least && number <= most && (name !== 'hours' || Number.isInteger(number));
    return typed[name].trim() === '' || !fits;
  });
  if (wrong.length > 0) return { value: null, wrong };
  const limits = Object.fromEntries(
    LIMIT_KEYS.map((name) => [
      name,
      isPercent(name) ? Number(typed[name]) / 100 : Number(typed[name]),
    ]),
  );
  return { value: modelLimitsSchema.parse(limits), wrong };
}

function typedFrom(text: (name: LimitKey) => string): TypedLimits {
  return Object.fromEntries(LIMIT_KEYS.map((name) => [name, text(name)])) as Record<
    LimitKey,
    string
  >;
}
