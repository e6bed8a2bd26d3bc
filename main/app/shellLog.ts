import { pino } from 'pino';
import type { Logger } from '#engine/log.ts';

/** The shell's log lines. Not the engine's logger: that writes to standard error, which a packaged program lacks. */
export function createShellLog(output: { write(line: string): void }): Logger {
  return pino({ base: { process: 'shell' }, timestamp: pino.stdTimeFunctions.isoTime }, output);
}
