import type { PowerMonitor, PowerSaveBlocker } from 'electron';

/**
 * Keeps the display on, since a dark screen looks like a quiet building, and says when the machine slept anyway.
 *
 * @param onResume connections that look open may be dead by then.
 */
export function keepAwake(
  blocker: Pick<PowerSaveBlocker, 'start'>,
  monitor: Pick<PowerMonitor, 'on'>,
  onResume: () => void,
): void {
  blocker.start('prevent-display-sleep');
  monitor.on('resume', onResume);
}
