/** Which role may do what another asks for. The engine judges by itself; this is for buttons that say why not. */
import type { OperatorView } from '#shared/contract/views.ts';

const RANK: Readonly<Record<OperatorView['role'], number>> = {
  operator: 0,
  supervisor: 1,
  administrator: 2,
};

export function reaches(role: OperatorView['role'], least: OperatorView['role']): boolean {
  return RANK[role] >= RANK[least];
}
