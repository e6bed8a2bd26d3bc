/** The engine's log: JSON lines on standard error, secrets redacted before they are written. */
import { destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET_KEYS = ['password', 'token', 'session', 'key', 'secret', 'authorization'];

/** What waits while it can't be written, in characters. More is dropped: memory belongs to the readings. */
const MAX_WAITING = 1_000_000;

/** @param fd where the lines go: standard error unless told */
export function createLog(level: string = 'info', fd: number = 2): Logger {
  const lines = destination({ dest: fd, sync: true, maxLength: MAX_WAITING });
  // A full disk or a log reader that went away must not end the monitoring: what can't be written is kept as far as
  // it fits, and written once it can be.
  lines.on('error', () => undefined);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]),
        censor: '[redacted]',
      },
    },
    lines,
  );
}
