import type { ReactNode } from 'react';

/**
 * The room of a table that may be larger than its place. It takes the focus and has a name, because what scrolls must
 * be reachable by keyboard, and whoever gets there must hear what it is.
 */
export function ScrollTable({
  label,
  className = '',
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className={`table-scroll ${className}`.trim()} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
