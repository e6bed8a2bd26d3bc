import { LogIn } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { OperatorView } from '#shared/contract/views.ts';
import { useServices, useWords } from '../app/hooks.ts';
import { reaches } from '../state/roles.ts';

interface RoleGateProps {
  readonly least: OperatorView['role'];
  /** What is said to who isn't. */
  readonly otherwise: string;
  readonly children: (session: string) => ReactNode;
}

/** Shows something only to who may see it. The engine checks by itself; this spares a screen of refusals. */
export function RoleGate({ least, otherwise, children }: RoleGateProps) {
  const words = useWords();
  const { session } = useServices();
  const { session: token, operator } = useStore(session.state);
  if (token !== null && operator !== null && reaches(operator.role, least)) return children(token);
  return (
    <div className="gate" data-testid="role-gate">
      <p>{otherwise}</p>
      <button
        type="button"
        className="button button-primary"
        onClick={() => session.ask(token === null ? 'chosen' : 'handOver')}
      >
        <LogIn aria-hidden="true" />
        {token === null ? words.operator.signOn : words.access.handOver.button}
      </button>
    </div>
  );
}
