import type { App } from 'electron';
import type { EngineProcess } from './EngineProcess.ts';

/**
 * Ends the program when its window is closed, after the engine committed what it holds. The wait is bounded by the
 * engine's own stop.
 */
export function stopBeforeQuit(
  app: Pick<App, 'on' | 'quit'>,
  engine: Pick<EngineProcess, 'stop'>,
): void {
  let stopped = false;
  let stopping = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void engine.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}
