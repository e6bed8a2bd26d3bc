import type { PowerMonitor, PowerSaveBlocker } from 'electron';

/**
 * Keeps the display on, since a dark screen looks like a quiet building, and says when the machine slept or hid the
 * desk behind its lock anyway. Linux doesn't tell of the lock; there the page notices that it isn't drawn.
 */
export function keepAwake(
  blocker: Pick<PowerSaveBlocker, 'start'>,
  monitor: Pick<PowerMonitor, 'on'>,
  told: {
    /** Connections that look open may be dead by then. */
    readonly resumed: () => void;
    readonly locked: (locked: boolean) => void;
  },
): void {
  blocker.start('prevent-display-sleep');
  monitor.on('resume', told.resumed);
  monitor.on('lock-screen', () => told.locked(true));
  monitor.on('unlock-screen', () => told.locked(false));
}
