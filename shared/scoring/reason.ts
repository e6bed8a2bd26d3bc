import type { Reason, ReasonCode, ReasonSource } from './assessment.ts';

/** Notes a limit that was passed, where somebody wants the reasons. */
export function passed(
  reasons: Reason[] | undefined,
  source: ReasonSource,
  code: ReasonCode,
  weight: number,
  value: number,
  limit: number,
): void {
  reasons?.push({ source, code, weight, value, limit });
}
