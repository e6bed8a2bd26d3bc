import { useStore } from 'zustand';
import type { OperatorView } from '#shared/contract/views.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { reaches } from '../../state/roles.ts';

/**
 * Why whoever is signed on may not do it; null when they may. Nobody signed on may try: the sign-on is asked for then.
 */
export function useRoleNote(least: Exclude<OperatorView['role'], 'operator'>): string | null {
  const words = useWords();
  const { session } = useServices();
  const operator = useStore(session.state, (state) => state.operator);
  if (operator === null || reaches(operator.role, least)) return null;
  return least === 'supervisor'
    ? words.model.change.needSupervisor
    : words.model.change.needAdministrator;
}
