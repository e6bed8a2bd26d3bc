import type { ReactNode } from 'react';

interface LampProps {
  readonly id: string;
  /** `danger` and `warning` are for what has to be looked at; `off` says that something is off. */
  readonly tone: 'off' | 'warning' | 'danger';
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** One thing that is not as usual. It can't be dismissed: it goes out when its cause does. */
export function Lamp({ id, tone, onClick, children }: LampProps) {
  const content = { className: 'lamp num', 'data-testid': `lamp-${id}`, 'data-tone': tone };
  return onClick === undefined ? (
    <span {...content}>{children}</span>
  ) : (
    <button type="button" {...content} onClick={onClick}>
      {children}
    </button>
  );
}
