import type { Logger } from '#engine/log.ts';

/**
 * Ends the process on an error that nobody handled. Electron only warns of an unhandled rejection in a
 * `utilityProcess`, and an engine in an unknown state must not keep scoring: the shell starts a fresh one.
 */
export function exitOnUnhandled(process: Pick<NodeJS.Process, 'on' | 'exit'>, log: Logger): void {
  const fail = (error: unknown, kind: string): void => {
    log.fatal({ err: error, kind }, 'an error that nobody handled');
    process.exit(1);
  };
  process.on('unhandledRejection', (error) => fail(error, 'rejection'));
  process.on('uncaughtException', (error) => fail(error, 'exception'));
}
