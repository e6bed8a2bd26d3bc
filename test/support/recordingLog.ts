import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';

/** A log that a test can read back. */
export function recordingLog(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: pino({ level: 'debug', base: null }, stream), lines };
}
