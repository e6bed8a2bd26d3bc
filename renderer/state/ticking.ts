/** Calls `tick` four times a second, also while the page is hidden. */
export function ticking(page: Window, tick: () => void): void {
  try {
    const worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', tick);
    // Without its worker the page still ticks while it is seen.
    worker.addEventListener('error', () => page.setInterval(tick, 250), { once: true });
  } catch {
    page.setInterval(tick, 250);
  }
}
