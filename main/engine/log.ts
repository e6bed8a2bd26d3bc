/** The engine's log: JSON lines on standard error, secrets redacted before they are written. */
import { destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET_KEYS = ['password', 'token', 'session', 'key', 'secret', 'authorization'];

export function createLog(level: string = 'info'): Logger {
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
    destination({ dest: 2, sync: true }),
  );
}
