/** Whether a new fire alarm may take the screen. An operator's work is never pulled from under the hands. */

/** Somebody who touched the desk this recently is working on something. */
const WORKING_MS = 20_000;

export interface Attention {
  /** Monotonic times. */
  readonly now: number;
  readonly lastInteractionAt: number | null;
  readonly drawerOpen: boolean;
  readonly dialogOpen: boolean;
}

export function focusFor(attention: Attention): 'bringUp' | 'banner' {
  const { now, lastInteractionAt, drawerOpen, dialogOpen } = attention;
  if (drawerOpen || dialogOpen) return 'banner';
  if (lastInteractionAt !== null && now - lastInteractionAt < WORKING_MS) return 'banner';
  // Nobody is touching the desk, so whatever floor or screen was left open gives way.
  return 'bringUp';
}
