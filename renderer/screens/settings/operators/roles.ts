import type { OperatorView } from '#shared/contract/views.ts';

/** Least first. */
export const ROLES: readonly OperatorView['role'][] = ['operator', 'supervisor', 'administrator'];
