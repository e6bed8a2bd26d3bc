/** Who calls, and what their role includes. */
import type { OperatorView } from '#shared/contract/views.ts';

export type Role = OperatorView['role'];

/** Who calls, as the engine knows it from the session. */
export interface Caller {
  readonly operatorId: string;
  /** The person's name, as it stands in every record. */
  readonly operator: string;
  readonly role: Role;
  /** The seat. */
  readonly desk: string;
}

/** Least to most: each may do what those before it may. */
const RANK: Readonly<Record<Role, number>> = { operator: 0, supervisor: 1, administrator: 2 };

/** Whether `role` includes everything that `least` may do. */
export function mayActAs(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}
