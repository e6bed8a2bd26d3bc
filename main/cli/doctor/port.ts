import { createServer } from 'node:net';
import { messageOf } from '../options.ts';
import { type Finding, fail, ok } from './finding.ts';

/** Opens the port for a moment, which is the only way to know. */
export function checkPort(host: string, port: number): Promise<Finding> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'EADDRINUSE'
          ? fail('portTaken', { host, port })
          : fail('portRefused', { host, port, problem: messageOf(error) }),
      ),
    );
    probe.listen({ host, port, exclusive: true }, () =>
      probe.close(() => resolve(ok('portFree', { host, port }))),
    );
  });
}
