/** What is tested of one device, point by point. */
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';

/** Without these a device isn't fully tested: each of its twelve status bits, and its communication error. */
export const REQUIRED_ITEMS = [...STATUS_BITS, 'communicationError'] as const;
export type RequiredItem = (typeof REQUIRED_ITEMS)[number];

/** Seen when it happens; a silence can't be injected. */
export const WALK_TEST_ITEMS = [...REQUIRED_ITEMS, 'deviceSilent'] as const;
export type WalkTestItem = (typeof WALK_TEST_ITEMS)[number];

export function isWalkTestItem(kind: string): kind is WalkTestItem {
  return (WALK_TEST_ITEMS as readonly string[]).includes(kind);
}
